package dev.pressroom.page.url;

import dev.pressroom.base.Failure;
import dev.pressroom.support.HostileTexts;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class HostileUrlTest {
    private static final List<String> TEXTS = HostileTexts.from(
            "http://", "http://a.", "http://[", "a:", "%", "%2", "/", "../", "?", "xn--", "0x", "1.", ".");

    @Test
    void addressesAreReadInLinearTime() {
        reads("PageUrl", PageUrl::parse);
        reads("redirect", PageUrl.parse("https://x.example/")::resolve);
        reads("IpAddresses", text -> {
            IpAddresses.ipv4(text);
            IpAddresses.ipv6(text);
        });
        reads("PercentEncoding", PercentEncoding::of);
    }

    private static void reads(String reader, Consumer<String> read) {
        HostileTexts.assertReadFast(reader, TEXTS, text -> {
            try {
                read.accept(text);
            } catch (Failure | IllegalArgumentException refused) {
                // Most of these are no addresses.
            }
        });
    }
}
