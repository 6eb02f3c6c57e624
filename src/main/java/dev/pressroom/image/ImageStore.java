package dev.pressroom.image;

import dev.pressroom.store.Database;
import dev.pressroom.store.PagedDelete;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Generated images in Postgres. An image never changes: a different image has another id. */
public final class ImageStore {
    private static final String SAVE = """
            insert into images (id, content_type, bytes, unused_since)
            values ($1, $2, $3, case when not exists (select from image_uses where image_id = $1) then now() end)
            on conflict (id) do nothing
            """;
    private static final String FIND = "select content_type, bytes from images where id = $1";
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
        return "/api/v1/images/" + id;
    }

    /** Stores the image; an existing image with that id remains unchanged. */
    public Future<Void> save(UUID id, Image image) {
        return database.run(SAVE, Tuple.of(id, image.contentType(), image.bytes()))
                .mapEmpty();
    }

    /** The image with this id; empty when there is none. */
    public Future<Optional<Image>> find(UUID id) {
        return database.run(FIND, Tuple.of(id))
                .map(rows -> rows.stream().findFirst().map(ImageStore::image));
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
