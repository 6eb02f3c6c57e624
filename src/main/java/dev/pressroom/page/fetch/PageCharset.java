package dev.pressroom.page.fetch;

import dev.pressroom.base.TextPattern;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Decodes the bytes of a page. As in the HTML standard, the charset comes from the byte order mark, else from the
 * Content-Type header, else from a declaration at the beginning of the page, else from a guess. A charset that
 * contradicts the bytes is ignored. Never fails: undecodable bytes become U+FFFD.
 */
final class PageCharset {
    private static final int SEARCHED_BYTES = 4096;
    private static final Charset LATIN = Charset.forName("windows-1252");
    private static final TextPattern DECLARATION = TextPattern.of(
            SEARCHED_BYTES,
            "(?i)<(?:meta\\s[^>]*?charset|\\?xml\\s[^>]*?encoding)\\s*=\\s*[\"']?\\s*([\\w:.+-]{1,40})");

    /** Labels that browsers read as another charset (WHATWG Encoding). */
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("iso-8859-1", "windows-1252"),
            Map.entry("iso8859-1", "windows-1252"),
            Map.entry("latin1", "windows-1252"),
            Map.entry("us-ascii", "windows-1252"),
            Map.entry("ascii", "windows-1252"),
            Map.entry("iso-8859-9", "windows-1254"),
            Map.entry("gb2312", "gb18030"),
            Map.entry("gbk", "gb18030"),
            Map.entry("shift_jis", "windows-31j"),
            Map.entry("euc-kr", "x-windows-949"),
            Map.entry("utf8", "utf-8"));

    private PageCharset() {}

    /** @param header the charset parameter of the Content-Type header */
    static String decode(byte[] bytes, Optional<String> header) {
        return byteOrderMark(bytes)
                .or(() -> header.flatMap(PageCharset::known))
                .or(() -> declared(bytes))
                .map(charset -> decode(bytes, charset))
                .orElseGet(() -> guess(bytes));
    }

    private static Optional<Charset> byteOrderMark(byte[] bytes) {
        if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
            return Optional.of(StandardCharsets.UTF_8);
        }
        if (startsWith(bytes, 0xFE, 0xFF)) {
            return Optional.of(StandardCharsets.UTF_16BE);
        }
        return startsWith(bytes, 0xFF, 0xFE) ? Optional.of(StandardCharsets.UTF_16LE) : Optional.empty();
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xff) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    /** A declaration that was read as ASCII cannot be true when it names UTF-16: UTF-8 is assumed. */
    private static Optional<Charset> declared(byte[] bytes) {
        String beginning = new String(bytes, 0, Math.min(bytes.length, SEARCHED_BYTES), StandardCharsets.ISO_8859_1);
        return DECLARATION
                .find(beginning)
                .flatMap(found -> known(found.group(1)))
                .map(charset -> charset.name().startsWith("UTF-16") ? StandardCharsets.UTF_8 : charset);
    }

    private static Optional<Charset> known(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        try {
            return Optional.of(Charset.forName(ALIASES.getOrDefault(lower, lower)))
                    .filter(charset -> !charset.name().startsWith("UTF-32"));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return Optional.empty();
        }
    }

    private static String decode(byte[] bytes, Charset charset) {
        if (charset.equals(LATIN)) {
            return guess(bytes);
        }
        String text = withoutMark(new String(bytes, charset));
        return charset.equals(StandardCharsets.UTF_8) && isMostlyInvalid(text) ? new String(bytes, LATIN) : text;
    }

    /** UTF-8 when the bytes are valid UTF-8, since other text hardly ever is; else windows-1252. */
    private static String guess(byte[] bytes) {
        return utf8(bytes, bytes.length)
                .or(() -> utf8(bytes, beforePartialCharacter(bytes)).filter(PageCharset::hasNonAscii))
                .orElseGet(() -> new String(bytes, LATIN));
    }

    private static Optional<String> utf8(byte[] bytes, int length) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    /** The body may be cut in the middle of a character. */
    private static int beforePartialCharacter(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes.length - end < 3 && (bytes[end - 1] & 0xC0) == 0x80) {
            end--;
        }
        return Math.max(0, end - 1);
    }

    private static boolean hasNonAscii(String text) {
        return text.chars().anyMatch(c -> c >= 0x80);
    }

    private static boolean isMostlyInvalid(String text) {
        long invalid = text.chars().filter(c -> c == 0xFFFD).count();
        long valid = text.chars().filter(c -> c >= 0x80 && c != 0xFFFD).count();
        return invalid > valid;
    }

    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
