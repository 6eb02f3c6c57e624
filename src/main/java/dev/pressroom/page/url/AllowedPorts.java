package dev.pressroom.page.url;

import java.util.OptionalInt;
import java.util.Set;

/** The ports that web pages are at. */
final class AllowedPorts {
    /** Those of other protocols, which no browser opens ("bad port" of the Fetch standard). */
    private static final Set<Integer> OF_OTHERS = Set.of(
            1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
            109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
            526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049,
            3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080);

    private static final int HIGHEST = 65535;

    private AllowedPorts() {}

    static int ofScheme(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    /** @param digits null or empty for the scheme's own port */
    static OptionalInt of(String scheme, String digits) {
        if (digits == null || digits.isEmpty()) {
            return OptionalInt.of(ofScheme(scheme));
        }
        int port = Integer.parseInt(digits);
        return port == 0 || port > HIGHEST || OF_OTHERS.contains(port) ? OptionalInt.empty() : OptionalInt.of(port);
    }
}
