package dev.pressroom.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pressroom.support.Servers;
import dev.pressroom.support.Stores;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An outcome of a database function that this version does not know fails the call with a clear message. */
class UnknownOutcomeIT {
    private final Stores stores = Stores.open();
    private final UUID user = UUID.randomUUID();

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void ofASubmission() {
        answersSomethingElse("submit_each", "select 1::bigint, 'something_else', null::uuid");

        assertThatThrownBy(() -> stores.submitted(user)).hasMessageContaining("something_else");
    }

    @Test
    void ofABatch() {
        answersSomethingElse("submit_jobs", "select 'something_else', null::uuid[]");
        Owner owner = Owner.user(user);
        BatchStore batches =
                stores.done(() -> Future.succeededFuture(new BatchStore(stores.database(), stores.settings())));

        assertThatThrownBy(() -> stores.done(() ->
                        batches.submit(new BatchStore.Batch(owner, Stores.tenant(owner), List.of(), Optional.empty()))))
                .hasMessageContaining("something_else");
    }

    @Test
    void ofARetry() {
        UUID job = stores.submitted(user).jobId();
        answersSomethingElse("retry_job_from", "select 'something_else', 1, 'content_generation', 'tenant'");

        assertThatThrownBy(() -> stores.done(() -> stores.jobs().retry(job, Owner.user(user))))
                .hasMessageContaining("something_else");
        assertThat(stores.text("select status from jobs where id = $job", job)).isEqualTo("queued");
    }

    private void answersSomethingElse(String function, String answer) {
        Servers.execute(stores.url(), """
                do $do$
                declare
                    head text;
                begin
                    select 'create or replace function ' || p.oid::regproc || '(' || pg_get_function_arguments(p.oid)
                           || ') returns ' || pg_get_function_result(p.oid)
                    into head from pg_proc p where p.proname = '%s' order by p.pronargs desc limit 1;
                    execute head || ' language sql as $f$ ' || $q$%s$q$ || ' $f$';
                end $do$
                """.formatted(function, answer));
    }
}
