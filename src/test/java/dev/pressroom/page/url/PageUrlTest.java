package dev.pressroom.page.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.page.fetch.AddressGuard;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageUrlTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://example.com            | https://example.com/
            HTTP://EXAMPLE.com:80/A#top    | http://example.com/A
            https://example.com:443/?q=1   | https://example.com/?q=1
            https://example.com?q=1        | https://example.com/?q=1
            https://example.com:/          | https://example.com/
            http://example.com:8443/x      | http://example.com:8443/x
            https://example.com./a         | https://example.com/a
            https://bücher.example/äpfel   | https://xn--bcher-kva.example/%C3%A4pfel
            https://my_shop.example/       | https://my_shop.example/
            https://example.com/a b"<c>^d  | https://example.com/a%20b%22%3Cc%3E%5Ed
            https://example.com/100%/%41   | https://example.com/100%25/%41
            https://ex%61mple.com/         | https://example.com/
            http://[2001:DB8::1]:8080/     | http://[2001:db8:0:0:0:0:0:1]:8080/
            """, quoteCharacter = '\'')
    void anAddressHasOneSpelling(String given, String spelt) {
        assertThat(PageUrl.parse(given.strip())).hasToString(spelt.strip());
    }

    @ParameterizedTest
    @CsvSource({
        "2130706433,127.0.0.1",
        "0x7f000001,127.0.0.1",
        "0x7f.1,127.0.0.1",
        "017700000001,127.0.0.1",
        "0177.0.0.01,127.0.0.1",
        "127.1,127.0.0.1",
        "127.0.1,127.0.0.1",
        "127.0.0.1.,127.0.0.1",
        "0xA9.0376.0xA9FE,169.254.169.254",
        "0,0.0.0.0",
        "0x,0.0.0.0",
        "１２７.0.0.1,127.0.0.1",
        "127。0。0。1,127.0.0.1",
        "%31%32%37.0.0.1,127.0.0.1",
        "192.0x00A80001,192.168.0.1"
    })
    void anAddressIsRecognizedHoweverItIsSpelt(String host, String address) {
        PageUrl url = PageUrl.parse("http://" + host + "/");
        assertThat(url.address().map(InetAddress::getHostAddress)).hasValue(address);
        assertThat(url.host()).isEqualTo(address);
    }

    @Test
    void aNameIsNoAddress() {
        assertThat(PageUrl.parse("http://1.example.com/").address()).isEmpty();
        assertThat(PageUrl.parse("http://0x7f.example/").address()).isEmpty();
    }

    @Test
    void aMappedAddressStaysWhatItIs() {
        InetAddress address =
                PageUrl.parse("http://[::ffff:127.0.0.1]/").address().orElseThrow();
        assertThat(address.getAddress()).hasSize(16);
        assertThat(new AddressGuard(true).allows(address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "example.com",
                "www.example.com/page",
                "//example.com",
                "ftp://example.com/",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "http:example.com",
                "http:/example.com",
                "http://",
                "http:///path",
                "http://:80/",
                "http://user@example.com/",
                "http://user:pw@example.com/",
                "http://example.com@127.0.0.1/",
                "http://example.com\\@127.0.0.1/",
                "http://example.com/a\\b",
                "http://exa mple.com/",
                "http://exa<mple.com/",
                "http://example.com:0/",
                "http://example.com:65536/",
                "http://example.com:8o/",
                "http://example.com:25/",
                "http://example.com:6667/",
                "http://a..b/",
                "http://./",
                "http://256.256.256.256/",
                "http://1.2.3.4.5/",
                "http://4294967296/",
                "http://08.1/",
                "http://[fe80::1%25eth0]/",
                "http://[fe80::1%eth0]/",
                "http://[::1/",
                "http://::1/",
                "http://[127.0.0.1]/",
                "http://[::g]/",
                "http://straße.example/",
                "http://exa\nmple.com/",
                "http://example.com/\u0000x",
                "http://%00/",
                "http://ex%zzample.com/"
            })
    void whatIsNoAddressOfAWebPageIsRefusedWithASentence(String given) {
        Failure failure = catchThrowableOfType(Failure.class, () -> PageUrl.parse(given));
        assertThat(failure.code()).isEqualTo(ErrorCode.PAGE_URL_INVALID);
        assertThat(failure.getMessage()).endsWith(".").doesNotContain("Exception");
    }

    @Test
    void anAddressThatIsTooLongIsRefused() {
        assertThat(PageUrl.parse("http://example.com/" + "a".repeat(2000)).target())
                .hasSize(2001);
        assertThat(catchThrowableOfType(Failure.class, () -> PageUrl.parse("http://e.com/" + "a".repeat(2100))))
                .hasMessageContaining("longer");
        assertThat(catchThrowableOfType(Failure.class, () -> PageUrl.parse("http://e.com/" + "ä".repeat(1000))))
                .hasMessageContaining("longer");
        assertThat(catchThrowableOfType(Failure.class, () -> PageUrl.parse("http://" + "a.".repeat(150) + "com/")))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "/b,https://example.com:8443/b",
        "c?d=e,https://example.com:8443/x/c?d=e",
        "../up,https://example.com:8443/up",
        "?only=query,https://example.com:8443/x/y?only=query",
        "#top,https://example.com:8443/x/y?z=1",
        "//other.example/o,https://other.example/o",
        "http://plain.example,http://plain.example/",
        "/with space,https://example.com:8443/with%20space"
    })
    void aRedirectIsResolvedAgainstItsPage(String location, String target) {
        PageUrl page = PageUrl.parse("https://example.com:8443/x/y?z=1");
        assertThat(page.resolve(location)).hasToString(target);
    }
}
