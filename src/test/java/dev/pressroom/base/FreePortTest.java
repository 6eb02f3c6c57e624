package dev.pressroom.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortTest {
    private static final String HERE = "127.0.0.1";

    @Test
    void aPortIsBelowThoseOfOutgoingConnections() {
        assertThat(FreePort.at(HERE)).isBetween(20_000, 29_999);
    }

    @Test
    void aPortThatIsListenedAtIsNotFree() throws IOException {
        try (ServerSocket taken = new ServerSocket(FreePort.at(HERE), 1, InetAddress.getByName(HERE))) {
            assertThat(FreePort.isFree(HERE, taken.getLocalPort())).isFalse();
        }
    }

    /** An address that is kept for documentation (RFC 5737). */
    @Test
    void anAddressOfAnotherMachineHasNoneAndTheFaultSaysWhy() {
        assertThatThrownBy(() -> FreePort.at("192.0.2.1"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("no free port at 192.0.2.1: ")
                .hasMessageContaining("assign");
    }
}
