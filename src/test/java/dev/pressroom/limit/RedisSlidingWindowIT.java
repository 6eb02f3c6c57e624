package dev.pressroom.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Stores;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sliding window, in a real Redis. */
class RedisSlidingWindowIT {
    private static final String KEY = "pressroom:limit:read:ann";

    private Stores stores;
    private Redis redis;
    private RedisSlidingWindow window;

    @BeforeEach
    void open() {
        stores = Stores.open();
        String url = stores.settings().redis().url().orElseThrow().value();
        redis = Redis.createClient(stores.vertx(), url);
        window = RedisSlidingWindow.open(stores.vertx(), url, stores.settings().redis());
        sent(Command.PING);
    }

    @AfterEach
    void close() {
        redis.close();
        stores.done(window::close);
        stores.close();
    }

    private SlidingWindow.Allowance asked(int limit, int waiting, int debt) {
        return stores.done(() -> window.allowance("read:ann", limit, waiting, debt));
    }

    private Response sent(Command command, Object... arguments) {
        return stores.done(() -> {
            Request request = Request.cmd(command);
            for (Object argument : arguments) {
                request.arg(argument.toString());
            }
            return redis.send(request);
        });
    }

    /** As if requests had been counted so many seconds ago. */
    private void counted(int requests, int secondsAgo) {
        long now = sent(Command.TIME).get(0).toLong();
        sent(Command.HINCRBY, KEY, now + 1 - secondsAgo, requests);
    }

    @Test
    void anAllowanceIsATenthOfWhatIsLeft() {
        assertThat(asked(60, 1, 0).requests()).isEqualTo(6);
        assertThat(asked(60, 1, 0)).satisfies(second -> {
            assertThat(second.requests()).isEqualTo(5);
            assertThat(second.left()).isEqualTo(49);
        });
    }

    @Test
    void itIsAsLargeAsTheRequestsThatWait() {
        assertThat(asked(60, 20, 0).requests()).isEqualTo(20);
        assertThat(asked(60, 1000, 0).requests()).isEqualTo(40);
    }

    @Test
    void allAllowancesOfAWindowTogetherAreTheLimit() {
        List<Integer> given = new ArrayList<>();
        for (SlidingWindow.Allowance next = asked(60, 1, 0); next.requests() > 0; next = asked(60, 1, 0)) {
            given.add(next.requests());
        }

        assertThat(given.stream().mapToInt(Integer::intValue).sum()).isEqualTo(60);
        assertThat(given.size()).isGreaterThan(20);
    }

    @Test
    void whatWasCountedAWindowAgoDoesNotCountAnyMore() {
        counted(60, 61);

        assertThat(asked(60, 1, 0).requests()).isEqualTo(6);
    }

    @Test
    void whoIsRefusedIsToldWhenTheFirstRequestsLeaveTheWindow() {
        counted(10, 50);
        counted(50, 20);

        assertThat(asked(60, 1, 0)).satisfies(refused -> {
            assertThat(refused.requests()).isZero();
            assertThat(refused.until()).isBetween(Duration.ofMillis(9001), Duration.ofMillis(11_000));
        });
    }

    @Test
    void requestsBeyondTheLimitFillTheWindowsToCome() {
        assertThat(asked(60, 0, 150)).satisfies(refused -> {
            assertThat(refused.requests()).isZero();
            assertThat(refused.until()).isBetween(Duration.ofSeconds(119), Duration.ofSeconds(121));
        });
        assertThat(asked(60, 0, 30).until()).isBetween(Duration.ofSeconds(179), Duration.ofSeconds(181));
    }

    @Test
    void aCallerThatStaysAwayIsForgotten() {
        asked(60, 1, 0);

        assertThat(sent(Command.TTL, KEY).toLong()).isBetween(59L, 62L);
    }

    @Test
    void whatIsStoredOfACallerHasABound() {
        counted(1, 200);
        for (int second = 0; second < 60; second++) {
            counted(1, second);
        }
        asked(1200, 1, 0);

        assertThat(sent(Command.HLEN, KEY).toInteger()).isLessThanOrEqualTo(61);
    }
}
