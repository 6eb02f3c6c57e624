package dev.pressroom.job;

import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/** Organizations and what is known about them. */
public final class OrganizationStore {
    private static final String CONTEXT = "select context from organizations where id = $1";
    private static final String CONTEXT_FOR = "select context from organizations where id = $1 and owner_user_id = $2";

    private final Database database;

    public OrganizationStore(Database database) {
        this.database = database;
    }

    /** What is known of an organization; empty when nothing is. */
    public Future<JsonObject> context(UUID organizationId) {
        return database.run(CONTEXT, Tuple.of(organizationId))
                .map(rows -> rows.size() == 0
                        ? new JsonObject()
                        : rows.iterator().next().getJsonObject("context"));
    }

    /** As {@link #context}, for one who may only see what is his own: empty too when it is somebody else's. */
    public Future<JsonObject> contextFor(UUID organizationId, UUID userId) {
        return database.run(CONTEXT_FOR, Tuple.of(organizationId, userId))
                .map(rows -> rows.size() == 0
                        ? new JsonObject()
                        : rows.iterator().next().getJsonObject("context"));
    }
}
