package dev.pressroom.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Await;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadUserTest {
    private static final Duration DEADLINE = Duration.ofSeconds(90);

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final LoadUser customer = new LoadUser(vertx, new Random(1), "");
    private final List<String> sent = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private void order(String name) {
        customer.order(() -> sent.add(name));
    }

    @Test
    void ordersOfOneWhoMustWaitGoOneByOneAndTheRefusedOneFirst() {
        context.runOnContext(now -> {
            customer.comeBack(Duration.ZERO, () -> sent.add("refused"));
            order("second");
            order("third");
        });
        Await.until(DEADLINE, () -> sent.equals(List.of("refused")));

        context.runOnContext(now -> customer.answered());
        Await.until(DEADLINE, () -> sent.equals(List.of("refused", "second")));
    }

    @Test
    void whenNobodyWaitsAnyMoreOrdersGoAtOnce() {
        context.runOnContext(now -> customer.comeBack(Duration.ZERO, () -> sent.add("refused")));
        Await.until(DEADLINE, () -> sent.size() == 1);

        context.runOnContext(now -> {
            customer.answered();
            order("second");
            order("third");
        });
        Await.until(DEADLINE, () -> sent.size() == 3);
    }

    @Test
    void anAnswerToAnEarlierOrderDoesNotShortenTheWait() {
        context.runOnContext(now -> {
            customer.comeBack(Duration.ofMinutes(5), () -> sent.add("refused"));
            customer.answered();
            order("second");
            sent.add("looked");
        });
        Await.until(DEADLINE, () -> !sent.isEmpty());

        assertThat(sent).containsExactly("looked");
    }
}
