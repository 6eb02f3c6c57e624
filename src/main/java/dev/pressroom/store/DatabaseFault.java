package dev.pressroom.store;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import java.util.Optional;

/**
 * Faults of Postgres that are not caused by the statement, recognized by SQLSTATE (appendix A of the Postgres manual) or by
 * a missing answer.
 */
public enum DatabaseFault {
    UNREACHABLE(Lasts.UNTIL_ANY_SUCCESS, "The database cannot be reached at the moment. Try again shortly."),
    REFUSED(Lasts.UNTIL_ANY_SUCCESS, "The database refuses this service. Try again later."),
    TOO_MANY_CONNECTIONS(Lasts.UNTIL_ANY_SUCCESS, "The database takes no more connections. Try again shortly."),
    RESTARTING(Lasts.UNTIL_ANY_SUCCESS, "The database is stopping or starting. Try again shortly."),
    DISK_FULL(Lasts.UNTIL_A_WRITE, "The database's disk is full: nothing can be stored. Try again later."),
    READ_ONLY(Lasts.UNTIL_A_WRITE, "The database only answers reads at the moment. Try again shortly."),
    OUT_OF_RESOURCES(Lasts.UNTIL_A_WRITE, "The database is out of memory or other resources. Try again shortly."),
    BROKEN_STORAGE(Lasts.UNTIL_A_WRITE, "The database cannot use its disk. Try again later."),

    /** This node has more statements than connections. */
    NO_FREE_CONNECTION(Lasts.ONE_STATEMENT, "The service is busy with the database. Try again shortly."),

    /** A row, or a table during a migration, is locked. */
    LOCKED(Lasts.ONE_STATEMENT, "This is being changed by another request. Try again shortly."),
    TOO_SLOW(Lasts.ONE_STATEMENT, "The database took too long. Try again shortly.");

    private static final String POOL_TIMEOUT = "Timeout waiting for connection";
    private static final String WRONG_TYPE = "Parameter at position";
    private static final String WRONG_COUNT = "The number of parameters";

    /** How long a fault is assumed to last. */
    private enum Lasts {
        ONE_STATEMENT,
        UNTIL_ANY_SUCCESS,
        UNTIL_A_WRITE
    }

    private final Lasts lasts;
    private final String message;

    DatabaseFault(Lasts lasts, String message) {
        this.lasts = lasts;
        this.message = message;
    }

    /** The fault behind a failure; empty when the statement, its values or the rows it found are the cause. */
    static Optional<DatabaseFault> of(Throwable cause) {
        if (cause instanceof PgException pg) {
            return ofState(Optional.ofNullable(pg.getSqlState()).orElse(""));
        }
        if (cause instanceof ConnectionPoolTooBusyException || isClientFailure(cause, POOL_TIMEOUT)) {
            return Optional.of(NO_FREE_CONNECTION);
        }
        return isOfStatement(cause) ? Optional.empty() : Optional.of(UNREACHABLE);
    }

    /** True when the driver could not encode the values of the statement. */
    private static boolean isOfStatement(Throwable cause) {
        return cause instanceof IllegalArgumentException
                || cause instanceof ClassCastException
                || cause instanceof NullPointerException
                || isClientFailure(cause, WRONG_TYPE)
                || isClientFailure(cause, WRONG_COUNT);
    }

    private static boolean isClientFailure(Throwable cause, String prefix) {
        return cause instanceof VertxException
                && String.valueOf(cause.getMessage()).startsWith(prefix);
    }

    private static Optional<DatabaseFault> ofState(String state) {
        return switch (state) {
            case "53100" -> Optional.of(DISK_FULL);
            case "53300" -> Optional.of(TOO_MANY_CONNECTIONS);
            case "25006" -> Optional.of(READ_ONLY);
            case "58030" -> Optional.of(BROKEN_STORAGE);
            case "55P03", "40P01" -> Optional.of(LOCKED);
            case "57014" -> Optional.of(TOO_SLOW);
            case "3D000" -> Optional.of(REFUSED);
            default -> ofClass(state);
        };
    }

    private static Optional<DatabaseFault> ofClass(String state) {
        return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "08" -> Optional.of(UNREACHABLE);
            case "28" -> Optional.of(REFUSED);
            case "53" -> Optional.of(OUT_OF_RESOURCES);
            case "57" -> Optional.of(RESTARTING);
            default -> Optional.empty();
        };
    }

    /** True for faults of the whole database, false for faults of single statements. */
    boolean isOfAll() {
        return lasts != Lasts.ONE_STATEMENT;
    }

    /** True when reads may still succeed: only a successful write ends the fault. */
    boolean isOfWrites() {
        return lasts == Lasts.UNTIL_A_WRITE;
    }

    /** The failure for clients. */
    Failure failure(Throwable cause) {
        return new Failure(ErrorCode.DATABASE_UNAVAILABLE, message, cause);
    }
}
