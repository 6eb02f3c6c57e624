package dev.pressroom.page.url;

import java.util.OptionalInt;
import java.util.Set;

/** The TCP ports that the URL of a web page may have. */
final class AllowedPorts {
    /** Ports of other protocols, which browsers refuse too ("bad port" in the Fetch standard). */
    private static final Set<Integer> BLOCKED = Set.of(
            1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
            109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
            526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049,
            3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080);

    private static final int MAX_PORT = 65535;

    private AllowedPorts() {}

    static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    /**
     * The port of a URL; empty when it is out of range or blocked.
     *
     * @param digits up to five; null or empty for the default port of the scheme
     */
    static OptionalInt of(String scheme, String digits) {
        if (digits == null || digits.isEmpty()) {
            return OptionalInt.of(defaultPort(scheme));
        }
        int port = Integer.parseInt(digits);
        return port == 0 || port > MAX_PORT || BLOCKED.contains(port) ? OptionalInt.empty() : OptionalInt.of(port);
    }
}
