package dev.pressroom.model.provider;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLException;

/** Explains why a model provider could not be reached. */
final class ConnectFailures {
    private static final int MAX_CAUSES = 10;

    private ConnectFailures() {}

    /**
     * A {@code MODEL_UNAVAILABLE} with the reason.
     *
     * @param baseUrlVariable the environment variable with the base URL of the provider
     */
    static Failure failure(Throwable cause, String baseUrlVariable) {
        return new Failure(
                ErrorCode.MODEL_UNAVAILABLE,
                "The model provider cannot be reached: " + reason(cause) + ". Check " + baseUrlVariable
                        + ", or try again later.",
                cause);
    }

    private static String reason(Throwable cause) {
        if (has(cause, CertificateExpiredException.class)) {
            return "its TLS certificate has expired";
        }
        if (has(cause, CertPathBuilderException.class)) {
            return "its TLS certificate is signed by an authority that this machine does not trust";
        }
        if (has(cause, CertificateException.class)) {
            return "its TLS certificate is not for this host name";
        }
        if (has(cause, SSLException.class)) {
            return "the TLS handshake failed (not a TLS port, or no common TLS version)";
        }
        if (has(cause, UnknownHostException.class)) {
            return "its host name was not found";
        }
        return has(cause, ConnectException.class) ? "the connection was refused" : "the connection failed";
    }

    private static boolean has(Throwable cause, Class<? extends Throwable> type) {
        Throwable at = cause;
        for (int i = 0; i < MAX_CAUSES && at != null; i++) {
            if (type.isInstance(at)) {
                return true;
            }
            at = at.getCause();
        }
        return false;
    }
}
