package dev.pressroom.job;

import dev.pressroom.store.Database;
import dev.pressroom.store.PagedDelete;
import io.vertx.core.Future;
import java.time.Duration;

/** Deletes the usage of jobs that were deleted long ago. {@link UsageSums} deletes the sums. */
public final class UsageRetention {
    private static final int ROWS_PER_PAGE = 500;

    /**
     * Looks at the rows with the smallest ids, which are the oldest; so it needs no index on their times. The rows of a job
     * that is still kept stay, since they are part of its usage.
     */
    private static final PagedDelete DELETE = new PagedDelete("""
            delete from usage_entries where id in (
                select oldest.id from (
                    select id, job_id, created_at from usage_entries order by id limit $2 for update skip locked
                ) oldest
                where oldest.created_at < now() - $1 * interval '1 second'
                  and not exists (select from jobs j where j.id = oldest.job_id)
            )
            """, ROWS_PER_PAGE);

    private UsageRetention() {}

    /**
     * Deletes rows older than {@code age} whose job does not exist any more.
     *
     * @param limit rows per page
     */
    public static Future<Void> deleteOld(Database database, Duration age, int limit) {
        return DELETE.run(database, age, limit);
    }
}
