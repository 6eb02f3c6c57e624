package dev.pressroom.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortTest {
    private static final String LOOPBACK = "127.0.0.1";

    @Test
    void aPortIsBelowTheEphemeralPorts() {
        assertThat(FreePort.at(LOOPBACK)).isBetween(20_000, 29_999);
    }

    @Test
    void aPortWithAServerIsNotFree() throws IOException {
        try (ServerSocket taken = new ServerSocket(FreePort.at(LOOPBACK), 1, InetAddress.getByName(LOOPBACK))) {
            assertThat(FreePort.isFree(LOOPBACK, taken.getLocalPort())).isFalse();
        }
    }

    /** The address is reserved for documentation (RFC 5737). */
    @Test
    void forAnAddressOfAnotherMachineTheExceptionHasTheReason() {
        assertThatThrownBy(() -> FreePort.at("192.0.2.1"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("no free port at 192.0.2.1: ")
                .hasMessageContaining("assign");
    }
}
