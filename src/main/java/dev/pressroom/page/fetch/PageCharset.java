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
 * Turns a page's bytes into text. By the HTML standard: a byte order mark, else what the Content-Type header says, else
 * what the page says of itself in its beginning, else a guess. Where these say something that the bytes contradict, the
 * bytes are right. Nothing here fails: what cannot be read becomes U+FFFD.
 */
final class PageCharset {
    private static final int LOOKED_AT = 4096;
    private static final Charset LATIN = Charset.forName("windows-1252");
    private static final TextPattern OF_ITSELF = TextPattern.of(
            LOOKED_AT, "(?i)<(?:meta\\s[^>]*?charset|\\?xml\\s[^>]*?encoding)\\s*=\\s*[\"']?\\s*([\\w:.+-]{1,40})");

    /** Names that browsers read as another charset's (Encoding standard). */
    private static final Map<String, String> READ_AS = Map.ofEntries(
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

    /** @param header the charset of the Content-Type header */
    static String decode(byte[] bytes, Optional<String> header) {
        return marked(bytes)
                .or(() -> header.flatMap(PageCharset::known))
                .or(() -> ofItself(bytes))
                .map(charset -> read(bytes, charset))
                .orElseGet(() -> guess(bytes));
    }

    private static Optional<Charset> marked(byte[] bytes) {
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

    /** A page that says in ASCII that it is UTF-16 is not. */
    private static Optional<Charset> ofItself(byte[] bytes) {
        String beginning = new String(bytes, 0, Math.min(bytes.length, LOOKED_AT), StandardCharsets.ISO_8859_1);
        return OF_ITSELF
                .find(beginning)
                .flatMap(found -> known(found.group(1)))
                .map(charset -> charset.name().startsWith("UTF-16") ? StandardCharsets.UTF_8 : charset);
    }

    private static Optional<Charset> known(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        try {
            return Optional.of(Charset.forName(READ_AS.getOrDefault(lower, lower)))
                    .filter(charset -> !charset.name().startsWith("UTF-32"));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return Optional.empty();
        }
    }

    private static String read(byte[] bytes, Charset charset) {
        if (charset.equals(LATIN)) {
            return guess(bytes);
        }
        String text = withoutMark(new String(bytes, charset));
        return charset.equals(StandardCharsets.UTF_8) && isMostlyBroken(text) ? new String(bytes, LATIN) : text;
    }

    /** Bytes that make sense as UTF-8 are hardly ever anything else. */
    private static String guess(byte[] bytes) {
        return utf8(bytes, bytes.length)
                .or(() -> utf8(bytes, beforeHalfCharacter(bytes)).filter(PageCharset::saysMoreThanAscii))
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

    /** Of a long page only the beginning is there, and it may end in the middle of a character. */
    private static int beforeHalfCharacter(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes.length - end < 3 && (bytes[end - 1] & 0xC0) == 0x80) {
            end--;
        }
        return Math.max(0, end - 1);
    }

    private static boolean saysMoreThanAscii(String text) {
        return text.chars().anyMatch(c -> c >= 0x80);
    }

    private static boolean isMostlyBroken(String text) {
        long broken = text.chars().filter(c -> c == 0xFFFD).count();
        long sound = text.chars().filter(c -> c >= 0x80 && c != 0xFFFD).count();
        return broken > sound;
    }

    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
