package dev.pressroom.page.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageCharsetTest {
    private static final String TEXT = "<p>Grüße für 5 €</p>";

    @Test
    void theHeaderSaysIt() {
        assertThat(decode(TEXT, "windows-1252", "windows-1252")).isEqualTo(TEXT);
        assertThat(decode("<p>Привет", "koi8-r", "koi8-r")).isEqualTo("<p>Привет");
        assertThat(decode("<p>日本語", "shift_jis", "Shift_JIS")).isEqualTo("<p>日本語");
    }

    @Test
    void latin1IsReadAsItsWindowsSuccessorAsBrowsersDo() {
        assertThat(decode(TEXT, "windows-1252", "ISO-8859-1")).isEqualTo(TEXT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<meta charset=windows-1251>",
                "<META  charset = 'Windows-1251' >",
                "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=windows-1251\">",
                "<?xml version=\"1.0\" encoding=\"windows-1251\"?>"
            })
    void thePageSaysItWhenTheHeaderDoesNot(String head) {
        assertThat(decode(head + "<p>Привет", "windows-1251", null)).isEqualTo(head + "<p>Привет");
    }

    @Test
    void theHeaderWinsOverThePage() {
        String page = "<meta charset=koi8-r><p>Привет";
        assertThat(decode(page, "windows-1251", "windows-1251")).isEqualTo(page);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-8"})
    void aByteOrderMarkWinsOverAll(String charset) {
        assertThat(decode("\uFEFF" + TEXT, charset, "koi8-r")).isEqualTo(TEXT);
    }

    @Test
    void whatSaysNothingIsGuessed() {
        assertThat(decode(TEXT, "utf-8", null)).isEqualTo(TEXT);
        assertThat(decode(TEXT, "windows-1252", null)).isEqualTo(TEXT);
    }

    @Test
    void aLatinLetterAtTheEndIsKept() {
        assertThat(decode("caf\u00e9", "windows-1252", null)).isEqualTo("caf\u00e9");
    }

    @Test
    void aCharacterCutInHalfAtTheEndDoesNotMakeItAnotherCharset() {
        byte[] whole = (TEXT + "€").getBytes(StandardCharsets.UTF_8);
        for (int cut = 1; cut <= 2; cut++) {
            byte[] bytes = Arrays.copyOf(whole, whole.length - cut);
            assertThat(PageCharset.decode(bytes, Optional.empty())).isEqualTo(TEXT);
        }
    }

    @Test
    void aCharsetThatTheBytesContradictIsWrong() {
        assertThat(decode(TEXT, "utf-8", "iso-8859-1")).isEqualTo(TEXT);
        assertThat(decode(TEXT, "windows-1252", "utf-8")).isEqualTo(TEXT);
        String page = "<meta charset=utf-16>" + TEXT;
        assertThat(decode(page, "utf-8", null)).isEqualTo(page);
    }

    @Test
    void oneBrokenByteDoesNotMakeItAnotherCharset() {
        ByteBuffer bytes = ByteBuffer.allocate(100);
        bytes.put(TEXT.getBytes(StandardCharsets.UTF_8)).put((byte) 0xE9).put("!".getBytes(StandardCharsets.UTF_8));
        assertThat(PageCharset.decode(Arrays.copyOf(bytes.array(), bytes.position()), Optional.of("utf-8")))
                .isEqualTo(TEXT + "\uFFFD!");
    }

    @ParameterizedTest
    @ValueSource(strings = {"klingon", "x-user-defined", "utf-7", "???", "utf-32"})
    void aCharsetThatNobodyKnowsCountsAsNotSaid(String charset) {
        assertThat(decode(TEXT, "utf-8", charset)).isEqualTo(TEXT);
    }

    private static String decode(String text, String charset, String header) {
        return PageCharset.decode(text.getBytes(Charset.forName(charset)), Optional.ofNullable(header));
    }
}
