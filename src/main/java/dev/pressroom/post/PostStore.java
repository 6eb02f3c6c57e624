package dev.pressroom.post;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The saved posts of users. They are written by the worker that settles their job, and changed here. */
public final class PostStore {
    private static final String FIND = """
            select id, job_id, organization_id, title, status, created_at, updated_at, content, meta
            from posts where id = $1 and user_id = $2
            """;

    private static final String LIST = """
            select id, job_id, organization_id, title, status, created_at, updated_at
            from posts
            where user_id = $1 and (created_at, id) < (coalesce($2::timestamptz, 'infinity'), $3)
            order by created_at desc, id desc limit $4
            """;

    private static final String REPLACE_CONTENT = """
            update posts set content = $4, updated_at = now()
            where id = $1 and user_id = $2 and content = $3
            returning id
            """;

    private static final UUID GREATEST = new UUID(-1, -1);

    private final Database database;

    public PostStore(Database database) {
        this.database = database;
    }

    /** Where a list goes on: after the post with this age and id. */
    public record Place(OffsetDateTime createdAt, UUID id) {}

    /** The post, if there is one with that id and it belongs to the user; else a failure {@code NOT_FOUND}. */
    public Future<Post> find(UUID id, UUID user) {
        return database.run(FIND, Tuple.of(id, user))
                .compose(rows -> rows.stream()
                        .findFirst()
                        .map(row -> Future.succeededFuture(post(row)))
                        .orElseGet(
                                () -> Future.failedFuture(new Failure(ErrorCode.NOT_FOUND, "There is no such post."))));
    }

    /** Posts of the user, newest first. */
    public Future<List<Post.Summary>> list(UUID user, Optional<Place> after, int limit) {
        return database.run(
                        LIST,
                        Tuple.of(
                                user,
                                after.map(Place::createdAt).orElse(null),
                                after.map(Place::id).orElse(GREATEST),
                                limit))
                .map(rows -> rows.stream().map(PostStore::summary).toList());
    }

    /** Gives the post another content, if it still has the one that is known; false when it has changed meanwhile. */
    public Future<Boolean> replaceContent(UUID id, UUID user, String known, String content) {
        return database.run(REPLACE_CONTENT, Tuple.of(id, user, known, content)).map(rows -> rows.size() > 0);
    }

    private static Post post(Row row) {
        return new Post(summary(row), row.getString("content"), row.getJsonObject("meta"));
    }

    private static Post.Summary summary(Row row) {
        return new Post.Summary(
                row.getUUID("id"),
                row.getUUID("job_id"),
                Optional.ofNullable(row.getUUID("organization_id")),
                row.getString("title"),
                row.getString("status"),
                row.getOffsetDateTime("created_at"),
                row.getOffsetDateTime("updated_at"));
    }
}
