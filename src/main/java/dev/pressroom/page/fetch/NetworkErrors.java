package dev.pressroom.page.fetch;

import dev.pressroom.base.Failure;
import dev.pressroom.page.PageFailures;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.vertx.core.VertxException;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Turns exceptions of the network into failures for the client. */
public final class NetworkErrors {
    private static final int MAX_CAUSES = 8;

    private NetworkErrors() {}

    public static Failure whileResolving(Throwable cause) {
        return has(TimeoutException.class, cause) ? PageFailures.timeout(cause) : PageFailures.hostNotFound(cause);
    }

    public static Failure whileConnecting(Throwable cause) {
        if (has(SslHandshakeTimeoutException.class, cause)) {
            return PageFailures.timeout(cause);
        }
        return isTls(cause) ? PageFailures.tlsFailed(cause) : PageFailures.unreachable(cause);
    }

    public static Failure whileReading(Throwable cause) {
        if (cause instanceof Failure failure) {
            return failure;
        }
        if (has(TimeoutException.class, cause)) {
            return PageFailures.timeout(cause);
        }
        boolean malformed = has(TooLongFrameException.class, cause)
                || has(DecoderException.class, cause)
                || has(IllegalArgumentException.class, cause);
        boolean broken = has(IOException.class, cause) || has(VertxException.class, cause);
        return broken && !malformed ? PageFailures.connectionLost(cause) : PageFailures.unreadable(cause);
    }

    /** Whether another address of the same host may work. */
    public static boolean mayDependOnAddress(Throwable cause) {
        return !isTls(cause);
    }

    private static boolean isTls(Throwable cause) {
        return has(SSLException.class, cause) || has(CertificateException.class, cause);
    }

    private static boolean has(Class<? extends Throwable> type, Throwable cause) {
        Throwable now = cause;
        for (int depth = 0; now != null && depth < MAX_CAUSES; depth++) {
            if (type.isInstance(now)) {
                return true;
            }
            now = now.getCause();
        }
        return false;
    }
}
