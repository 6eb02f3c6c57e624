package dev.pressroom.job;

import dev.pressroom.store.Database;
import dev.pressroom.store.PagedDelete;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/**
 * Organizations and what is known about them. Each belongs to an owner, and its id means something to that owner alone;
 * one whose id is carried by signed tokens belongs to all who have such a token. They are written when a job that learned about one succeeds: {@link
 * LeaseStore#succeed}. Safe to share between verticles.
 */
public final class OrganizationStore {
    /** Of two by the same id, one shared and one of the owner's own, the one of which something is known. */
    private static final String CONTEXT = """
            select context from owned_organizations where owner = any($1) and id = $2
            order by context::text = '{}', starts_with(owner, 'organization:') desc limit 1
            """;

    private static final String IDENTIFY = """
            select id from owned_organizations where owner = any($1) and website_host = $2
            order by starts_with(owner, 'organization:') desc limit 1
            """;

    private static final PagedDelete DELETE_FORGOTTEN = new PagedDelete("""
            delete from owned_organizations where (owner, id) in (
                select owner, id from owned_organizations
                where (starts_with(owner, 'session:') or name is null and website_host is null and context::text = '{}')
                  and updated_at < now() - $1 * interval '1 second'
                order by updated_at limit $2 for update skip locked
            )
            """, 500);

    private final Database database;

    public OrganizationStore(Database database) {
        this.database = database;
    }

    /**
     * What is known of the organization that the owner means by this id: of the one that all share whose tokens carry the
     * id, if the owner's does, or else of the owner's own. Empty when nothing is known.
     */
    public Future<JsonObject> context(Owner owner, UUID organizationId) {
        boolean shared = owner.organizationId().filter(organizationId::equals).isPresent();
        return database.run(CONTEXT, Tuple.of(owners(owner, shared), organizationId))
                .map(rows -> rows.size() == 0
                        ? new JsonObject()
                        : rows.iterator().next().getJsonObject("context"));
    }

    /**
     * The id of the owner's organization with this site: the one it has, or one that follows from owner and site, so
     * that everybody who asks before it is stored gets the same. With a user the session does not count.
     *
     * @param host as in {@link LeaseStore.OrganizationRow}
     */
    public Future<UUID> identify(Owner owner, String host) {
        return database.run(
                        IDENTIFY, Tuple.of(owners(owner, owner.organizationId().isPresent()), host))
                .map(rows -> rows.size() == 0
                        ? UUID.nameUUIDFromBytes(
                                ("pressroom:organization:" + owner.key() + ":" + host).getBytes(StandardCharsets.UTF_8))
                        : rows.iterator().next().getUUID("id"));
    }

    /** Deletes the organizations of visitors, and those of which nothing but the id is known, that are as old as this. */
    public Future<Void> deleteForgotten(Duration age) {
        return DELETE_FORGOTTEN.run(database, age);
    }

    /** Whose organizations count, as the table names them. */
    private static String[] owners(Owner owner, boolean shared) {
        return shared
                ? new String[] {
                    owner.key(), "organization:" + owner.organizationId().orElseThrow()
                }
                : new String[] {owner.key()};
    }
}
