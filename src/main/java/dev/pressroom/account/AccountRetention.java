package dev.pressroom.account;

import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;

/** Deletes what signing in leaves behind, page by page. */
public final class AccountRetention {
    private static final String DELETE_SIGN_INS = """
            delete from sign_ins where family in (
                select family from sign_ins where expires_at < now() order by expires_at limit $1 for update skip locked
            )
            """;

    private static final String DELETE_TRIES = """
            delete from login_tries where key in (
                select key from login_tries where until < now() order by until limit $1 for update skip locked
            )
            """;

    private static final int PAGE = 500;

    private final Database database;

    public AccountRetention(Database database) {
        this.database = database;
    }

    /** Deletes the sign-ins whose token has expired, and the counts of tries whose window is over. */
    public Future<Void> deleteExpired() {
        return delete(DELETE_SIGN_INS).compose(deleted -> delete(DELETE_TRIES));
    }

    private Future<Void> delete(String page) {
        return database.run(page, Tuple.of(PAGE))
                .compose(deleted -> deleted.rowCount() >= PAGE ? delete(page) : Future.succeededFuture());
    }
}
