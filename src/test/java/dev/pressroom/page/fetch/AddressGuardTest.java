package dev.pressroom.page.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.page.url.PageUrl;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
    private final AddressGuard strict = new AddressGuard(false);
    private final AddressGuard open = new AddressGuard(true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "93.184.216.34",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.1",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2606:2800:220:1::1",
                "2a00:1450::1",
                "2001:200::1"
            })
    void publicAddressesAreAllowed(String address) {
        assertThat(strict.allows(address(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "100.64.0.1",
                "100.100.100.200",
                "100.127.255.255",
                "168.63.129.16",
                "169.254.169.254",
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::ffff:127.0.0.1",
                "::ffff:8.8.8.8",
                "::7f00:1",
                "64:ff9b::7f00:1",
                "64:ff9b::808:808",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:0:4136:e378::1",
                "2001:2::1",
                "2001:10::1",
                "2001:20::1",
                "2001:db8::1",
                "2002:7f00:1::1",
                "3fff::1",
                "3ffe::1",
                "4000::1",
                "5f00::1",
                "fd00:ec2::254",
                "fd20:ce::254",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void specialAddressesAreRefusedWhateverIsSet(String address) {
        assertThat(strict.allows(address(address))).isFalse();
        assertThat(open.allows(address(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "10.255.255.255",
                "127.0.0.1",
                "127.255.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.0.1",
                "::1",
                "fc00::1",
                "fd12:3456::1"
            })
    void privateAddressesAreForTestsAndDemos(String address) {
        assertThat(strict.allows(address(address))).isFalse();
        assertThat(open.allows(address(address))).isTrue();
    }

    @Test
    void whatIsPublicStaysSoWhenPrivateAddressesAreAllowed() {
        assertThat(open.allows(address("93.184.216.34"))).isTrue();
    }

    private static InetAddress address(String text) {
        String host = text.indexOf(':') >= 0 ? "[" + text + "]" : text;
        return PageUrl.parse("http://" + host + "/").address().orElseThrow();
    }
}
