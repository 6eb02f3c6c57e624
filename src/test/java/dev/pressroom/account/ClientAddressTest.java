package dev.pressroom.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientAddressTest {
    @Test
    void anIpv4AddressIsAClient() {
        assertThat(ClientAddress.of("192.0.2.1")).isNotEqualTo(ClientAddress.of("192.0.2.2"));
    }

    @Test
    void allAddressesOfAnIpv6NetworkAreOneClient() {
        assertThat(ClientAddress.of("2001:db8:1:2::3")).isEqualTo(ClientAddress.of("2001:db8:1:2:ffff::4"));
        assertThat(ClientAddress.of("2001:db8:1:2::3")).isNotEqualTo(ClientAddress.of("2001:db8:1:3::3"));
    }

    @Test
    void anIpv4AddressInIpv6FormIsTheSameClient() {
        assertThat(ClientAddress.of("::ffff:192.0.2.1")).isEqualTo(ClientAddress.of("192.0.2.1"));
    }
}
