package dev.pressroom.page.url;

import dev.pressroom.base.Chars;
import java.net.IDN;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * The host of a URL: an ASCII domain name or an IP address in canonical form.
 *
 * @param name without brackets
 * @param address present when the host is an IP address
 */
record Host(String name, Optional<InetAddress> address) {
    private static final int MAX_CHARACTERS = 253;
    private static final int MAX_LABEL_CHARACTERS = 63;

    /**
     * Characters that java.net.IDN (IDNA 2003) maps to others than browsers do (UTS #46), so that they would open
     * another site.
     */
    private static final String MAPPED_DIFFERENTLY = "ßẞς\u200c\u200d";

    /**
     * Empty when the text is no valid host.
     *
     * @param text as written in the URL, an IPv6 address in brackets
     */
    static Optional<Host> parse(String text) {
        if (text.startsWith("[")) {
            return IpAddresses.ipv6(text.substring(1, text.length() - 1)).map(Host::of);
        }
        return ascii(text).map(Host::withoutDot).filter(Host::isName).flatMap(Host::nameOrAddress);
    }

    private static Optional<Host> nameOrAddress(String name) {
        return IpAddresses.looksLikeIpv4(name)
                ? IpAddresses.ipv4(name).map(Host::of)
                : Optional.of(new Host(name, Optional.empty()));
    }

    private static Host of(InetAddress address) {
        return new Host(address.getHostAddress(), Optional.of(address));
    }

    private static Optional<String> ascii(String text) {
        try {
            String decoded =
                    text.indexOf('%') < 0 ? text : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
            if (Chars.all(decoded, 0, Integer.MAX_VALUE, c -> c < 0x80)) {
                return Optional.of(decoded.toLowerCase(Locale.ROOT));
            }
            if (decoded.chars().anyMatch(c -> MAPPED_DIFFERENTLY.indexOf(c) >= 0)) {
                return Optional.empty();
            }
            return Optional.of(IDN.toASCII(decoded, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException notAName) {
            return Optional.empty();
        }
    }

    /** A name may end with a dot for the root; certificates and servers expect it without. */
    private static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static boolean isName(String name) {
        return name.length() <= MAX_CHARACTERS
                && Chars.split(name, '.').stream()
                        .allMatch(label -> Chars.all(label, 1, MAX_LABEL_CHARACTERS, Host::isOfName));
    }

    private static boolean isOfName(int c) {
        return c >= 'a' && c <= 'z' || Chars.isDigit(c) || c == '-' || c == '_';
    }
}
