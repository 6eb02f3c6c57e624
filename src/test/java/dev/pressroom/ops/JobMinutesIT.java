package dev.pressroom.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.job.Owner;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Stores;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobMinutesIT {
    private static Stores stores;

    @BeforeAll
    static void open() {
        stores = Stores.open();
    }

    @AfterAll
    static void close() {
        stores.close();
    }

    /** The bounds of a bucket as in {@link TimeHistogram}; powers of two must not be rounded up. */
    @ParameterizedTest
    @CsvSource({
        "-5, 0",
        "0, 0",
        "1, 0",
        "1.001, 1",
        "2, 4",
        "2.001, 5",
        "1000, 40",
        "8192, 52",
        "8192.001, 53",
        "536870912, 116",
        "536870912.001, 117",
        "1e12, 120"
    })
    void aTimeIsInTheBucketOfTheNextQuarterOfAPowerOfTwo(String millis, String bucket) {
        assertThat(Sql.text(stores.url(), "select time_bucket(" + millis + " * interval '1 millisecond')"))
                .isEqualTo(bucket);
    }

    @Test
    void aJobThatHasNotStartedHasNoRunTime() {
        UUID user = UUID.randomUUID();
        UUID job = stores.submitted(user).jobId();
        stores.done(() -> stores.jobs().cancel(job, Owner.user(user)));

        stores.done(() -> new JobMinutes(stores.database()).compute());

        assertThat(Sql.text(stores.url(), "select failed || ' ' || waits || ' ' || runs from job_minutes"))
                .isEqualTo("1 {} {}");
    }
}
