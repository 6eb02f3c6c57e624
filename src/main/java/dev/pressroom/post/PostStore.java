package dev.pressroom.post;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.config.Settings;
import dev.pressroom.job.Owner;
import dev.pressroom.store.Database;
import dev.pressroom.store.PagedDelete;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * Saved posts of users and visitors. Posts of jobs are inserted when a worker settles the job; all others are inserted
 * here. A post whose session was adopted by a user belongs to that user only.
 */
public final class PostStore {
    private static final String COLUMNS =
            "id, job_id, organization_id, title, status, created_at, updated_at, content, meta";

    /** {@code $1} post, {@code $2} user, {@code $3} session of a client without a user. */
    private static final String IS_OWN = " where id = $1 and (user_id = $2 or user_id is null and session_id = $3) ";

    private static final String FIND = "select " + COLUMNS + " from posts" + IS_OWN;

    private static final String LIST_OF_USER = list("user_id = $1::uuid");

    private static final String LIST_OF_SESSION = list("session_id = $1::text and user_id is null");

    /** The time of a change is also its version in entity tags, so it never stays the same. */
    private static final String CHANGED_NOW = "updated_at = greatest(now(), updated_at + interval '1 microsecond')";

    private static final String REPLACE_CONTENT =
            "update posts set content = $5, " + CHANGED_NOW + IS_OWN + "and content = $4 returning id";

    /** Concurrent inserts may exceed the cap by a few posts: it is a bound, not a quota. */
    private static final String CREATE = """
            insert into posts (id, job_id, user_id, session_id, visitor, organization_id, title, content, status, meta)
            select $1::uuid, $1::uuid, $2::uuid, $3::text, $4::text, $5::uuid, $6::text, $7::text, $8::text, $9::text::json
            where $10::int is null or (
                select count(*) from (
                    select from posts where user_id = $2::uuid
                    union all
                    select from posts where $2::uuid is null and visitor = $4::text
                    limit $10::int
                ) kept
            ) < $10::int
            returning\s""" + COLUMNS;

    private static final String UPDATE = """
            update posts
            set title = coalesce($4, title), content = coalesce($5, content), status = coalesce($6, status),
                meta = case when $7::text = '{}' then meta else (meta::jsonb || $7::text::jsonb)::json end,
            """ + CHANGED_NOW + IS_OWN + """
            and ($7::text = '{}' or octet_length(meta::text) + octet_length($7::text) <= $8)
            and ($9::timestamptz[] is null or updated_at = any($9))
            returning\s""" + COLUMNS;

    private static final String DELETE =
            "delete from posts" + IS_OWN + "and ($4::timestamptz[] is null or updated_at = any($4)) returning id";

    private static final PagedDelete DELETE_OF_VISITORS = new PagedDelete("""
            delete from posts where id in (
                select id from posts where user_id is null and updated_at < now() - $1 * interval '1 second'
                order by updated_at limit $2 for update skip locked
            )
            """, 500);

    private static final UUID MAX_ID = new UUID(-1, -1);
    private static final int MAX_META_BYTES = 1 << 20;

    /** A page with more bytes than this has fewer posts than requested, but at least one. */
    private static final int MAX_PAGE_BYTES = 4 << 20;

    private final Database database;
    private final Settings.Limits limits;

    public PostStore(Database database, Settings.Limits limits) {
        this.database = database;
        this.limits = limits;
    }

    /** Position in a list: after the post with this time and id. */
    public record Cursor(OffsetDateTime createdAt, UUID id) {}

    /** @param more whether further posts follow */
    public record Page(List<Post> posts, boolean more) {}

    /** A post that a client creates. */
    public record Draft(String title, String content, String status, Optional<UUID> organizationId, JsonObject meta) {}

    /** @param meta members to add or replace */
    public record Change(Optional<String> title, Optional<String> content, Optional<String> status, JsonObject meta) {
        /** True when the post stays as it is. */
        public boolean isEmpty() {
            return title.isEmpty() && content.isEmpty() && status.isEmpty() && meta.isEmpty();
        }
    }

    /** Fails with {@code NOT_FOUND} when the post does not exist or belongs to another owner. */
    public Future<Post> find(UUID id, Owner owner) {
        return database.run(FIND, Tuple.of(id, user(owner), session(owner))).compose(PostStore::only);
    }

    /** Posts of the owner, newest first. */
    public Future<Page> list(Owner owner, Optional<Cursor> after, int limit) {
        Tuple values = Tuple.of(
                owner.userId().isPresent() ? user(owner) : session(owner),
                after.map(Cursor::createdAt).orElse(null),
                after.map(Cursor::id).orElse(MAX_ID),
                limit + 1,
                limit,
                MAX_PAGE_BYTES);
        return database.run(owner.userId().isPresent() ? LIST_OF_USER : LIST_OF_SESSION, values)
                .map(rows -> {
                    List<Post> posts = rows.stream().map(PostStore::post).toList();
                    long found = rows.size() == 0 ? 0 : rows.iterator().next().getLong("found");
                    return new Page(posts, found > posts.size());
                });
    }

    /**
     * Saves a post.
     *
     * @param visitor the network of a session, whose posts are counted together
     * @return fails with {@code TOO_MANY_POSTS} at the cap
     */
    public Future<Post> create(UUID id, Owner owner, String visitor, Draft draft) {
        boolean ofUser = owner.userId().isPresent();
        OptionalInt cap = ofUser ? limits.postsOfUser() : limits.postsOfVisitor();
        return database.run(CREATE, Tuple.from(new Object[] {
                    id,
                    user(owner),
                    session(owner),
                    ofUser ? null : visitor,
                    draft.organizationId().orElse(null),
                    draft.title(),
                    draft.content(),
                    draft.status(),
                    draft.meta().encode(),
                    cap.isPresent() ? cap.getAsInt() : null
                }))
                .compose(rows -> rows.size() > 0
                        ? only(rows)
                        : Future.failedFuture(new Failure(
                                ErrorCode.TOO_MANY_POSTS,
                                "There are " + cap.getAsInt() + " posts already. Delete some of them first.")));
    }

    /**
     * Changes a post of the owner.
     *
     * @param versions the times of change that the post may have; empty for any
     * @return fails with {@code NOT_FOUND}, with {@code PRECONDITION_FAILED} when the post has another version, or with
     *     {@code VALIDATION_FAILED} when {@code meta} exceeds 1 MiB
     */
    public Future<Post> update(UUID id, Owner owner, Change change, Optional<List<OffsetDateTime>> versions) {
        return database.run(UPDATE, Tuple.from(new Object[] {
                    id,
                    user(owner),
                    session(owner),
                    change.title().orElse(null),
                    change.content().orElse(null),
                    change.status().orElse(null),
                    change.meta().encode(),
                    MAX_META_BYTES,
                    array(versions)
                }))
                .compose(rows -> rows.size() > 0
                        ? only(rows)
                        : find(id, owner)
                                .compose(
                                        post -> Future.failedFuture(isOneOf(post, versions) ? tooLarge() : changed())));
    }

    /**
     * Deletes a post of the owner.
     *
     * @param versions as in {@link #update}
     * @return fails with {@code NOT_FOUND} or {@code PRECONDITION_FAILED}
     */
    public Future<Void> delete(UUID id, Owner owner, Optional<List<OffsetDateTime>> versions) {
        return database.run(DELETE, Tuple.of(id, user(owner), session(owner), array(versions)))
                .compose(rows -> rows.size() > 0
                        ? Future.succeededFuture()
                        : find(id, owner).compose(post -> Future.failedFuture(changed())));
    }

    private static OffsetDateTime[] array(Optional<List<OffsetDateTime>> versions) {
        return versions.map(some -> some.toArray(OffsetDateTime[]::new)).orElse(null);
    }

    private static boolean isOneOf(Post post, Optional<List<OffsetDateTime>> versions) {
        return versions.isEmpty()
                || versions.get().stream()
                        .anyMatch(version -> version.isEqual(post.summary().updatedAt()));
    }

    private static Failure changed() {
        return new Failure(
                ErrorCode.PRECONDITION_FAILED,
                "The post was changed since you read it. Read it again, then send your change with its new ETag.");
    }

    /**
     * Replaces the content if it still equals {@code known}; returns false when the post was changed or deleted
     * meanwhile.
     */
    public Future<Boolean> replaceContent(UUID id, Owner owner, String known, String content) {
        return database.run(REPLACE_CONTENT, Tuple.of(id, user(owner), session(owner), known, content))
                .map(rows -> rows.size() > 0);
    }

    /** Deletes the posts of visitors that have not changed for {@code age}; {@code limit} rows per statement. */
    public static Future<Void> deleteOfVisitors(Database database, Duration age, int limit) {
        return DELETE_OF_VISITORS.run(database, age, limit);
    }

    private static String list(String owner) {
        return """
                with page as (
                    select %1$s,
                           row_number() over place as number, count(*) over () as found,
                           sum(octet_length(content) + octet_length(meta::text)) over place as bytes
                    from (
                        select %1$s from posts
                        where %2$s and (created_at, id) < (coalesce($2::timestamptz, 'infinity'), $3)
                        order by created_at desc, id desc limit $4
                    ) newest
                    window place as (order by created_at desc, id desc)
                )
                select * from page where number = 1 or number <= $5 and bytes <= $6
                order by created_at desc, id desc
                """.formatted(COLUMNS, owner);
    }

    /** The session; null for a user, whose posts do not depend on a session. */
    private static String session(Owner owner) {
        return owner.userId().isPresent() ? null : owner.sessionId().orElseThrow();
    }

    private static UUID user(Owner owner) {
        return owner.userId().orElse(null);
    }

    private static Future<Post> only(RowSet<Row> rows) {
        return rows.stream()
                .findFirst()
                .map(row -> Future.succeededFuture(post(row)))
                .orElseGet(() -> Future.failedFuture(notFound()));
    }

    private static Failure notFound() {
        return new Failure(ErrorCode.NOT_FOUND, "There is no such post.");
    }

    private static Failure tooLarge() {
        return new Failure(
                ErrorCode.VALIDATION_FAILED,
                "The members of a post other than its content may have" + " at most 1 MiB.");
    }

    private static Post post(Row row) {
        UUID id = row.getUUID("id");
        Post.Summary summary = new Post.Summary(
                id,
                Optional.of(row.getUUID("job_id")).filter(job -> !job.equals(id)),
                Optional.ofNullable(row.getUUID("organization_id")),
                row.getString("title"),
                row.getString("status"),
                row.getOffsetDateTime("created_at"),
                row.getOffsetDateTime("updated_at"));
        return new Post(summary, row.getString("content"), row.getJsonObject("meta"));
    }
}
