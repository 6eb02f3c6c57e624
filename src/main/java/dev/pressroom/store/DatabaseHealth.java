package dev.pressroom.store;

import io.vertx.pgclient.PgException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state of Postgres, derived from the results of the statements of this node. Logs each change once. Thread-safe. */
final class DatabaseHealth {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseHealth.class);
    private static final int MAX_REASON_CHARS = 300;

    private volatile Optional<Fault> current = Optional.empty();
    private volatile boolean closed;

    /** @param reason the message of Postgres, or of the driver when Postgres did not answer */
    record Fault(DatabaseFault kind, String reason) {}

    Optional<Fault> fault() {
        return current;
    }

    /** Ignores failures from now on: the pools are being closed. */
    void close() {
        closed = true;
    }

    void failed(DatabaseFault kind, Throwable cause) {
        if (closed) {
            return;
        }
        boolean isCurrent = current.filter(now -> now.kind == kind).isPresent();
        if (!isCurrent && kind.isOfAll()) {
            begin(new Fault(kind, reason(cause)));
        }
    }

    /** A successful read does not end a fault of writes. */
    void succeeded(boolean isWrite) {
        Optional<Fault> now = current;
        if (now.isPresent() && (isWrite || !now.get().kind.isOfWrites())) {
            end(now.get());
        }
    }

    private synchronized void begin(Fault fault) {
        if (current.filter(now -> now.kind == fault.kind).isEmpty()) {
            current = Optional.of(fault);
            LOG.atError()
                    .addKeyValue("fault", fault.kind)
                    .addKeyValue("cause", fault.reason)
                    .log("database unhealthy");
        }
    }

    private synchronized void end(Fault fault) {
        if (current.filter(fault::equals).isPresent()) {
            current = Optional.empty();
            LOG.atInfo().addKeyValue("fault", fault.kind).log("database healthy again");
        }
    }

    private static String reason(Throwable cause) {
        String message = cause instanceof PgException pg
                ? pg.getErrorMessage() + " (SQLSTATE " + pg.getSqlState() + ")"
                : cause.getClass().getSimpleName() + ": " + cause.getMessage();
        return message.length() <= MAX_REASON_CHARS ? message : message.substring(0, MAX_REASON_CHARS);
    }
}
