package dev.pressroom.store;

import io.vertx.pgclient.PgException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the statements of a node have shown of the state of Postgres. Each change is logged once. Thread-safe. */
final class DatabaseHealth {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseHealth.class);
    private static final int LONGEST_REASON = 300;

    private volatile Optional<Fault> current = Optional.empty();

    /** @param reason in Postgres's words, or why it gave none */
    record Fault(DatabaseFault kind, String reason) {}

    Optional<Fault> fault() {
        return current;
    }

    void failed(DatabaseFault kind, Throwable cause) {
        boolean known = current.filter(now -> now.kind == kind).isPresent();
        if (!known && kind.isOfAll()) {
            begin(new Fault(kind, reason(cause)));
        }
    }

    /** Reads that work say nothing of a fault of writes. */
    void succeeded(boolean wrote) {
        Optional<Fault> now = current;
        if (now.isPresent() && (wrote || !now.get().kind.isOfWrites())) {
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
        String said = cause instanceof PgException pg
                ? pg.getErrorMessage() + " (SQLSTATE " + pg.getSqlState() + ")"
                : cause.getClass().getSimpleName() + ": " + cause.getMessage();
        return said.length() <= LONGEST_REASON ? said : said.substring(0, LONGEST_REASON);
    }
}
