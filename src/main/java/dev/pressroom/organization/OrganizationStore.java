package dev.pressroom.organization;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
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
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Organizations and the results of the analyses of their sites. An id is unique per owner only; an organization whose id is
 * in signed tokens is shared by all clients with such a token. Analyses store organizations when their job succeeds, see
 * {@code LeaseStore.succeed}. Safe to share between verticles.
 */
public final class OrganizationStore {
    private static final String COLUMNS = """
            id, starts_with(owner, 'organization:') as shared, name, context, manual_ctas, edits, created_at, updated_at\
            """;

    /** Of the context only what lists show. */
    private static final String SUMMARY = """
            o.id, starts_with(o.owner, 'organization:') as shared, o.name,
            json_strip_nulls(json_build_object(
                'businessName', o.context -> 'businessName', 'businessType', o.context -> 'businessType',
                'description', o.context -> 'description', 'brandVoice', o.context -> 'brandVoice',
                'targetAudience', o.context -> 'targetAudience', 'websiteUrl', o.context -> 'websiteUrl',
                'ctas', o.context -> 'ctas')) as context,
            o.manual_ctas, o.edits, o.created_at, o.updated_at\
            """;

    /** A shared organization and the owner's own may have the same id: prefers the one with data. */
    private static final String PREFERRED = """
            from owned_organizations where owner = any($1) and id = $2
            order by context::text = '{}' and manual_ctas::text = '[]' and edits::text = '{}',
                     starts_with(owner, 'organization:') desc limit 1
            """;

    private static final String FIND = "select " + COLUMNS + ' ' + PREFERRED;

    /** Each owner's page is read by the index; $5 is the shared organization, which is listed once. */
    private static final String LIST = "select " + SUMMARY + """
             from unnest($1::text[]) k(owner)
            cross join lateral (
                select * from owned_organizations p
                where p.owner = k.owner and (starts_with(k.owner, 'organization:') or p.id is distinct from $5::uuid)
                  and (p.created_at, p.id) < (coalesce($2::timestamptz, 'infinity'), $3::uuid)
                order by p.created_at desc, p.id desc limit $4
            ) o
            order by o.created_at desc, o.id desc limit $4
            """;

    /** Null members of $3 remove an edit. $4: the new calls to action replace the added ones too. $5: allowed versions. */
    private static final String EDIT = """
            update owned_organizations o
            set edits = jsonb_strip_nulls(o.edits::jsonb || $3::text::jsonb)::json,
                manual_ctas = case when $4::boolean then '[]' else o.manual_ctas end,
                updated_at = greatest(now(), o.updated_at + interval '1 microsecond')
            where (owner, id) = (select owner, id\s""" + PREFERRED + """
            ) and ($5::timestamptz[] is null or updated_at = any($5))
            returning\s""" + COLUMNS;

    /** A shared organization is deleted by an administrator ($5), or by the account that it was made for ($4). */
    private static final String DELETE = """
            delete from owned_organizations
            where (owner, id) = (select owner, id\s""" + PREFERRED + """
            ) and ($3::timestamptz[] is null or updated_at = any($3))
              and (not starts_with(owner, 'organization:') or $5::boolean
                   or exists (select from accounts a where a.user_id = $4::uuid and a.organization_id = $2))
            returning id
            """;

    /** Organizations without a business name were never analysed. */
    private static final String LATEST_ANALYSIS = "select " + COLUMNS + """
             from owned_organizations
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
                updated_at = greatest(now(), o.updated_at + interval '1 microsecond')
            where (owner, id) = (select owner, id\s""" + PREFERRED + """
            )
            returning\s""" + COLUMNS;

    private static final int MAX_MANUAL_CTAS = 20;
    private static final UUID MAX_ID = new UUID(-1, -1);

    private static final String IDENTIFY = """
            select id from owned_organizations where owner = any($1) and website_host = $2
            order by starts_with(owner, 'organization:') desc limit 1
            """;

    private static final PagedDelete DELETE_FORGOTTEN = new PagedDelete("""
            delete from owned_organizations where (owner, id) in (
                select owner, id from owned_organizations
                where (starts_with(owner, 'session:') or name is null and website_host is null and context::text = '{}'
                           and manual_ctas::text = '[]' and edits::text = '{}')
                  and updated_at < now() - $1 * interval '1 second'
                order by updated_at limit $2 for update skip locked
            )
            """, 500);

    private final Database database;

    public OrganizationStore(Database database) {
        this.database = database;
    }

    /**
     * The context of the owner's organization with this id, with what people have changed and added: of the shared
     * organization if the owner's token carries the id, else of the owner's own. An empty object when there is none.
     */
    public Future<JsonObject> context(Owner owner, UUID organizationId) {
        return find(owner, organizationId)
                .map(found -> found.map(Organization::profile).orElseGet(JsonObject::new));
    }

    /** The owner's organization with this id, as in {@link #context}; empty when there is none. */
    public Future<Optional<Organization>> find(Owner owner, UUID organizationId) {
        return database.run(FIND, Tuple.of(owners(owner, isShared(owner, organizationId)), organizationId))
                .map(OrganizationStore::first);
    }

    /** The owner's organization whose site was analysed last; empty when none was. */
    public Future<Optional<Organization>> latestAnalysis(Owner owner) {
        return database.run(LATEST_ANALYSIS, Tuple.of((Object)
                        owners(owner, owner.organizationId().isPresent())))
                .map(OrganizationStore::first);
    }

    /** Adds calls to action to an organization; empty when the owner has no such organization. */
    public Future<Optional<Organization>> addCtas(Owner owner, UUID organizationId, JsonArray ctas) {
        return database.run(
                        ADD_CTAS,
                        Tuple.of(
                                owners(owner, isShared(owner, organizationId)),
                                organizationId,
                                ctas.encode(),
                                MAX_MANUAL_CTAS))
                .map(OrganizationStore::first);
    }

    /** @param more whether further organizations follow */
    public record Page(List<Organization> organizations, boolean more) {}

    /**
     * The organizations of the owner and the shared one of its token, newest first. Of the analysis they have only names,
     * description, voice, audience, website and calls to action.
     *
     * @param before the creation time and id of the last organization of the page before
     */
    public Future<Page> list(Owner owner, Optional<OffsetDateTime> before, Optional<UUID> beforeId, int limit) {
        return database.run(
                        LIST,
                        Tuple.of(
                                owners(owner, owner.organizationId().isPresent()),
                                before.orElse(null),
                                beforeId.orElse(MAX_ID),
                                limit + 1,
                                owner.organizationId().orElse(null)))
                .map(rows -> new Page(
                        rows.stream().limit(limit).map(Organization::of).toList(), rows.size() > limit));
    }

    /**
     * Changes an organization of the owner. Each analysis of its site leaves these changes.
     *
     * @param edits members of {@link Organization#EDITABLE}; null returns to what the analysis found
     * @param versions the times of change that the organization may have; empty for any
     * @return empty when the owner has no such organization; fails with {@code PRECONDITION_FAILED}
     */
    public Future<Optional<Organization>> edit(
            Owner owner, UUID organizationId, JsonObject edits, Optional<List<OffsetDateTime>> versions) {
        return database.run(
                        EDIT,
                        Tuple.of(
                                owners(owner, isShared(owner, organizationId)),
                                organizationId,
                                edits.encode(),
                                edits.getValue(Organization.CTAS) != null,
                                array(versions)))
                .map(OrganizationStore::first)
                .compose(edited -> edited.isPresent()
                        ? Future.succeededFuture(edited)
                        : find(owner, organizationId)
                                .compose(found -> found.isEmpty()
                                        ? Future.succeededFuture(found)
                                        : Future.failedFuture(changed())));
    }

    /**
     * Deletes an organization of the owner. Jobs that name its id continue without it, and naming the id again creates it
     * again.
     *
     * @param isAdmin whether the owner may delete a shared organization that was not made for its account
     * @return false when the owner has no such organization; fails with {@code PRECONDITION_FAILED} or {@code FORBIDDEN}
     */
    public Future<Boolean> delete(
            Owner owner, UUID organizationId, boolean isAdmin, Optional<List<OffsetDateTime>> versions) {
        return database.run(
                        DELETE,
                        Tuple.of(
                                owners(owner, isShared(owner, organizationId)),
                                organizationId,
                                array(versions),
                                owner.userId().orElse(null),
                                isAdmin))
                .compose(rows -> rows.size() > 0
                        ? Future.succeededFuture(true)
                        : find(owner, organizationId)
                                .compose(found -> found.map(kept -> Future.<Boolean>failedFuture(
                                                isOneOf(kept, versions) ? shared() : changed()))
                                        .orElseGet(() -> Future.succeededFuture(false))));
    }

    private static OffsetDateTime[] array(Optional<List<OffsetDateTime>> versions) {
        return versions.map(some -> some.toArray(OffsetDateTime[]::new)).orElse(null);
    }

    private static boolean isOneOf(Organization organization, Optional<List<OffsetDateTime>> versions) {
        return versions.isEmpty()
                || versions.get().stream().anyMatch(version -> version.isEqual(organization.updatedAt()));
    }

    private static Failure changed() {
        return new Failure(
                ErrorCode.PRECONDITION_FAILED,
                "The organization was changed since you read it. Read it again, then send your change with its new ETag.");
    }

    private static Failure shared() {
        return new Failure(
                ErrorCode.FORBIDDEN,
                "This organization is shared by all whose tokens carry it: only an administrator may delete it.");
    }

    private static Optional<Organization> first(RowSet<Row> rows) {
        return rows.stream().findFirst().map(Organization::of);
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
