package dev.pressroom.job;

import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Organizations and what is known about them. They are written when a job that learned about one succeeds: {@link
 * LeaseStore#succeed}. Safe to share between verticles.
 */
public final class OrganizationStore {
    private static final String CONTEXT = "select context from organizations where id = $1";
    private static final String CONTEXT_FOR = "select context from organizations where id = $1 and owner_user_id = $2";

    /** The owner's organization with that site, and whoever has the id that would be made for it. */
    private static final String IDENTIFY = """
            select id, website_host is not distinct from $3 as has_site,
                   (owner_user_id = $1 or owner_session = $2) is true as ours
            from organizations
            where website_host = $3 and (owner_user_id = $1 or owner_session = $2) or id = $4
            """;

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

    /**
     * The id of the owner's organization with this site: the one it has, or one that follows from owner and site, so
     * that everybody who asks before it is stored gets the same. With a user the session does not count.
     *
     * @param host as in {@link LeaseStore.OrganizationRow}
     * @param otherwise a new id, for when somebody else has the usual one: ids may be chosen by callers
     */
    public Future<UUID> identify(Owner owner, String host, UUID otherwise) {
        UUID usual = UUID.nameUUIDFromBytes(
                ("pressroom:organization:" + owner.key() + ":" + host).getBytes(StandardCharsets.UTF_8));
        String session = owner.userId().isPresent() ? null : owner.sessionId().orElseThrow();
        return database.run(IDENTIFY, Tuple.of(owner.userId().orElse(null), session, host, usual))
                .map(rows -> chosen(rows, usual, otherwise));
    }

    private static UUID chosen(RowSet<Row> rows, UUID usual, UUID otherwise) {
        boolean taken = false;
        for (Row row : rows) {
            if (row.getBoolean("ours") && row.getBoolean("has_site")) {
                return row.getUUID("id");
            }
            taken |= !row.getBoolean("ours");
        }
        return taken ? otherwise : usual;
    }
}
