package dev.pressroom.page.url;

import dev.pressroom.base.Chars;
import java.nio.charset.StandardCharsets;

/** Percent-encodes path and query of a URL as browsers do; existing escapes stay as they are. */
public final class PercentEncoding {
    private static final String PLAIN = "-._~!$&'()*+,;=:@/?#";
    private static final String HEX = "0123456789ABCDEF";

    private PercentEncoding() {}

    public static String of(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        text.codePoints().forEach(point -> append(encoded, text, point));
        return fixed(encoded);
    }

    private static void append(StringBuilder encoded, String text, int point) {
        if (point == '%' || isPlain(point)) {
            encoded.append((char) point);
            return;
        }
        int valid = Character.MIN_SURROGATE <= point && point <= Character.MAX_SURROGATE ? 0xFFFD : point;
        for (byte octet : Character.toString(valid).getBytes(StandardCharsets.UTF_8)) {
            encoded.append('%').append(HEX.charAt((octet >> 4) & 15)).append(HEX.charAt(octet & 15));
        }
    }

    private static boolean isPlain(int point) {
        return point < 0x80 && (Character.isLetterOrDigit(point) || PLAIN.indexOf(point) >= 0);
    }

    /** Encodes each percent sign that does not begin an escape. */
    private static String fixed(StringBuilder encoded) {
        StringBuilder fixed = new StringBuilder(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            fixed.append(encoded.charAt(i));
            boolean escape = i + 2 < encoded.length()
                    && Chars.isHex(encoded.charAt(i + 1))
                    && Chars.isHex(encoded.charAt(i + 2));
            if (encoded.charAt(i) == '%' && !escape) {
                fixed.append("25");
            }
        }
        return fixed.toString();
    }
}
