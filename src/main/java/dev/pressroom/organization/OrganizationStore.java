package dev.pressroom.organization;

import dev.pressroom.job.LeaseStore;
import dev.pressroom.job.Owner;
import dev.pressroom.store.Database;
import dev.pressroom.store.PagedDelete;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Organizations and the results of the analyses of their sites. An id is unique per owner only; an organization whose id is
 * in signed tokens is shared by all clients with such a token. Analyses store organizations when their job succeeds, see
 * {@code LeaseStore.succeed}. Safe to share between verticles.
 */
public final class OrganizationStore {
    /** A shared organization and the owner's own may have the same id: prefers the one with data. */
    private static final String CONTEXT = """
            select id, context, manual_ctas from owned_organizations where owner = any($1) and id = $2
            order by context::text = '{}' and manual_ctas::text = '[]', starts_with(owner, 'organization:') desc limit 1
            """;

    /** Organizations without a business name were never analysed. */
    private static final String LATEST_ANALYSIS = """
            select id, context, manual_ctas from owned_organizations
            where owner = any($1) and context ->> 'businessName' is not null
            order by updated_at desc, id limit 1
            """;

    /** Keeps the newest $4 calls to action; equal text and link count as one. */
    private static final String ADD_CTAS = """
            update owned_organizations o
            set manual_ctas = (
                    select json_agg(cta order by place)
                    from (
                        select cta, place from (
                            select distinct on (cta ->> 'text', cta ->> 'href') cta, place
                            from json_array_elements(
                                (o.manual_ctas::jsonb || $3::text::jsonb)::json) with ordinality as e(cta, place)
                            order by cta ->> 'text', cta ->> 'href', place desc
                        ) once
                        order by place desc limit $4
                    ) newest
                ),
                updated_at = now()
            where (owner, id) = (
                select owner, id from owned_organizations where owner = any($1) and id = $2
                order by context::text = '{}' and manual_ctas::text = '[]', starts_with(owner, 'organization:') desc limit 1
            )
            returning id, context, manual_ctas
            """;

    private static final int MAX_MANUAL_CTAS = 20;

    private static final String IDENTIFY = """
            select id from owned_organizations where owner = any($1) and website_host = $2
            order by starts_with(owner, 'organization:') desc limit 1
            """;

    private static final PagedDelete DELETE_FORGOTTEN = new PagedDelete("""
            delete from owned_organizations where (owner, id) in (
                select owner, id from owned_organizations
                where (starts_with(owner, 'session:') or name is null and website_host is null and context::text = '{}'
                           and manual_ctas::text = '[]')
                  and updated_at < now() - $1 * interval '1 second'
                order by updated_at limit $2 for update skip locked
            )
            """, 500);

    private final Database database;

    public OrganizationStore(Database database) {
        this.database = database;
    }

    /**
     * The context of the owner's organization with this id, with the calls to action that users have added: of the shared
     * organization if the owner's token carries the id, else of the owner's own. An empty object when there is none.
     */
    public Future<JsonObject> context(Owner owner, UUID organizationId) {
        return find(owner, organizationId)
                .map(found -> found.map(Known::contextWithCtas).orElseGet(JsonObject::new));
    }

    /**
     * An organization.
     *
     * @param context the result of the analysis of its site; empty without one
     * @param manualCtas calls to action that users have added
     */
    public record Known(UUID id, JsonObject context, JsonArray manualCtas) {
        private static Known of(Row row) {
            return new Known(row.getUUID("id"), row.getJsonObject("context"), row.getJsonArray("manual_ctas"));
        }

        /** The calls to action of the site, followed by those that users have added. */
        public JsonArray ctas() {
            JsonArray all = context.getJsonArray("ctas", new JsonArray()).copy();
            return all.addAll(manualCtas);
        }

        private JsonObject contextWithCtas() {
            return manualCtas.isEmpty() ? context : context.copy().put("ctas", ctas());
        }
    }

    /** The owner's organization with this id, as in {@link #context}; empty when there is none. */
    public Future<Optional<Known>> find(Owner owner, UUID organizationId) {
        return database.run(CONTEXT, Tuple.of(owners(owner, isShared(owner, organizationId)), organizationId))
                .map(OrganizationStore::first);
    }

    /** The owner's organization whose site was analysed last; empty when none was. */
    public Future<Optional<Known>> latestAnalysis(Owner owner) {
        return database.run(LATEST_ANALYSIS, Tuple.of((Object)
                        owners(owner, owner.organizationId().isPresent())))
                .map(OrganizationStore::first);
    }

    /** Adds calls to action to an organization; empty when the owner has no such organization. */
    public Future<Optional<Known>> addCtas(Owner owner, UUID organizationId, JsonArray ctas) {
        return database.run(
                        ADD_CTAS,
                        Tuple.of(
                                owners(owner, isShared(owner, organizationId)),
                                organizationId,
                                ctas.encode(),
                                MAX_MANUAL_CTAS))
                .map(OrganizationStore::first);
    }

    private static Optional<Known> first(RowSet<Row> rows) {
        return rows.stream().findFirst().map(Known::of);
    }

    private static boolean isShared(Owner owner, UUID organizationId) {
        return owner.organizationId().filter(organizationId::equals).isPresent();
    }

    /**
     * The id of the owner's organization with this site. When there is none yet, an id derived from owner and site, so that
     * concurrent analyses use the same. For a client with a user the session is ignored.
     *
     * @param host of the site, as in {@link LeaseStore.OrganizationRow}
     */
    public Future<UUID> identify(Owner owner, String host) {
        return database.run(
                        IDENTIFY, Tuple.of(owners(owner, owner.organizationId().isPresent()), host))
                .map(rows -> rows.size() == 0
                        ? UUID.nameUUIDFromBytes(
                                ("pressroom:organization:" + owner.key() + ":" + host).getBytes(StandardCharsets.UTF_8))
                        : rows.iterator().next().getUUID("id"));
    }

    /** Deletes organizations of visitors, and those without any data, unchanged for {@code age}, {@code limit} per page. */
    public Future<Void> deleteForgotten(Duration age, int limit) {
        return DELETE_FORGOTTEN.run(database, age, limit);
    }

    /** The owners to search, as keys of the table. */
    private static String[] owners(Owner owner, boolean shared) {
        return shared
                ? new String[] {
                    owner.key(), "organization:" + owner.organizationId().orElseThrow()
                }
                : new String[] {owner.key()};
    }
}
