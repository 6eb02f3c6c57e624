package dev.pressroom.page.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PageMemoryTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Vertx vertx = Vertx.vertx();
    private final MemoryBudget budget = new MemoryBudget(vertx, 100);

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void whoFindsNoMemoryWaitsUntilSomeIsGivenBack() throws Exception {
        budget.take(80, LONG).await();
        Future<Void> next = budget.take(30, LONG);
        assertThat(next.isComplete()).isFalse();

        budget.give(80);

        next.await(20, TimeUnit.SECONDS);
        assertThat(budget.taken()).isEqualTo(30);
    }

    @Test
    void thoseWhoWaitHaveTheirTurnInOrder() throws Exception {
        budget.take(80, LONG).await();
        Future<Void> large = budget.take(90, LONG);
        Future<Void> small = budget.take(5, LONG);

        budget.give(80);

        large.await(20, TimeUnit.SECONDS);
        small.await(20, TimeUnit.SECONDS);
        assertThat(budget.taken()).isEqualTo(95);
    }

    @Test
    void theWaitIsBoundedAndTakesNothing() throws Exception {
        budget.take(100, LONG).await();

        Throwable cause = budget.take(1, Duration.ofMillis(20))
                .map(v -> (Throwable) null)
                .otherwise(late -> late)
                .await(20, TimeUnit.SECONDS);

        assertThat(((Failure) cause).code()).isEqualTo(ErrorCode.PAGE_TIMEOUT);
        assertThat(budget.taken()).isEqualTo(100);
        assertThat(budget.waiting()).isZero();
    }

    @Test
    void aPageLargerThanAllMemoryHasItAlone() throws Exception {
        PageMemory memory = new PageMemory(vertx, 100);
        PageMemory.Share share = memory.share();

        share.parse(1_000_000).await(20, TimeUnit.SECONDS);

        assertThat(taken(memory, "parsing")).isEqualTo(100);
    }

    @Test
    void aPageThatIsDoneHoldsNothing() throws Exception {
        PageMemory memory = new PageMemory(vertx, 100);
        PageMemory.Share share = memory.share();
        share.receive(40).await(20, TimeUnit.SECONDS);
        share.parse(60).await(20, TimeUnit.SECONDS);

        share.decoded(50);
        assertThat(taken(memory, "receiving")).isZero();
        assertThat(taken(memory, "parsing")).isEqualTo(50);

        share.close();
        assertThat(taken(memory, "parsing")).isZero();
    }

    private static double taken(PageMemory memory, String stage) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        memory.measure(registry);
        return registry.get("pressroom.pages.memory")
                .tag("stage", stage)
                .gauge()
                .value();
    }
}
