package dev.pressroom.model.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectFailuresTest {
    static Stream<Arguments> causes() {
        return Stream.of(
                Arguments.of(handshake(new CertificateExpiredException()), "has expired"),
                Arguments.of(handshake(new CertificateException(new CertPathBuilderException())), "does not trust"),
                Arguments.of(handshake(new CertificateException("No name matching x found")), "not for this host"),
                Arguments.of(new SSLHandshakeException("not an SSL/TLS record"), "TLS handshake failed"),
                Arguments.of(new UnknownHostException("x"), "host name was not found"),
                Arguments.of(new ConnectException("refused"), "connection was refused"),
                Arguments.of(new IllegalStateException("else"), "connection failed"));
    }

    @ParameterizedTest
    @MethodSource("causes")
    void theReasonIsNamed(Throwable cause, String reason) {
        assertThat(ConnectFailures.failure(cause, "OPENAI_BASE_URL").getMessage())
                .contains(reason)
                .contains("OPENAI_BASE_URL");
    }

    @Test
    void aCircleOfCausesEnds() {
        Exception a = new Exception();
        a.initCause(new Exception(a));
        assertThat(ConnectFailures.failure(a, "OPENAI_BASE_URL").getMessage()).contains("connection failed");
    }

    private static Exception handshake(Exception cause) {
        SSLHandshakeException failed = new SSLHandshakeException("failed");
        failed.initCause(cause);
        return failed;
    }
}
