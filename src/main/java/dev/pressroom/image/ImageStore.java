package dev.pressroom.image;

import dev.pressroom.base.Chars;
import dev.pressroom.store.Database;
import dev.pressroom.store.PagedDelete;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Generated images in Postgres. An image never changes: a different image has another id. */
public final class ImageStore {
    private static final String PATH = "/api/v1/images/";

    private static final String SAVE = """
            insert into images (id, content_type, bytes, unused_since)
            values ($1, $2, $3, case when not exists (select from image_uses where image_id = $1) then now() end)
            on conflict (id) do nothing
            """;

    /** The lock keeps the job or post from being erased before the image is there. */
    private static final String SAVE_FOR = """
            with job as materialized (
                select from jobs where id = $4 for key share
            ), post as materialized (
                select from posts where id = $4 for key share
            )
            insert into images (id, content_type, bytes, source, unused_since)
            select $1::uuid, $2, $3, $4, case when not exists (select from image_uses where image_id = $1) then now() end
            where exists (select from job) or exists (select from post)
            on conflict (id) do nothing
            """;

    private static final String FIND = "select content_type, bytes from images where id = $1";
    private static final String CONTENT_TYPES = "select id, content_type from images where id = any($1)";
    private static final String EXISTING = "select id from images where id = any($1)";

    /** Few rows per statement, since images are large. */
    private static final PagedDelete DELETE_UNUSED = new PagedDelete("""
            delete from images where id in (
                select id from images where unused_since < now() - $1 * interval '1 second'
                order by unused_since limit $2 for update skip locked
            )
            """, 100);

    private final Database database;

    public ImageStore(Database database) {
        this.database = database;
    }

    /** The URL path of an image. */
    public static String path(UUID id) {
        return PATH + id;
    }

    /** Stores the image; an existing image with that id remains unchanged. */
    public Future<Void> save(UUID id, Image image) {
        return database.run(SAVE, Tuple.of(id, image.contentType(), image.bytes()))
                .mapEmpty();
    }

    /**
     * As {@link #save(UUID, Image)}, for an image that is erased with the job or post that it was drawn for. Stores nothing
     * when that was deleted meanwhile.
     *
     * @param source the id of the job or post
     */
    public Future<Void> save(UUID id, UUID source, Image image) {
        return database.run(SAVE_FOR, Tuple.of(id, image.contentType(), image.bytes(), source))
                .mapEmpty();
    }

    /** The image with this id; empty when there is none. */
    public Future<Optional<Image>> find(UUID id) {
        return database.run(FIND, Tuple.of(id))
                .map(rows -> rows.stream().findFirst().map(ImageStore::image));
    }

    /** The content types of the stored images among these. */
    public Future<Map<UUID, String>> contentTypes(List<UUID> ids) {
        return database.run(CONTENT_TYPES, Tuple.of(ids.toArray(UUID[]::new)))
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(row -> row.getUUID("id"), row -> row.getString("content_type"))));
    }

    /** The id of the image at a path of {@link #path}; empty for other texts. */
    public static Optional<UUID> idOf(String path) {
        String id = path.startsWith(PATH) ? path.substring(PATH.length()) : "";
        return Chars.isUuid(id) ? Optional.of(UUID.fromString(id)) : Optional.empty();
    }

    /** The ids for which an image is stored. */
    public Future<Set<UUID>> existing(List<UUID> ids) {
        return database.run(EXISTING, Tuple.of(ids.toArray(UUID[]::new)))
                .map(rows -> rows.stream().map(row -> row.getUUID("id")).collect(Collectors.toSet()));
    }

    /**
     * Deletes the images that no post and no organization of a user has used for {@code age}; {@code limit} rows per
     * statement.
     */
    public Future<Void> deleteUnused(Duration age, int limit) {
        return DELETE_UNUSED.run(database, age, limit);
    }

    private static Image image(Row row) {
        return new Image(row.getString("content_type"), row.getBuffer("bytes"));
    }
}
