package dev.pressroom.load;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.UUID;

/**
 * A simulated user who creates jobs. After a Retry-After it waits, and creates jobs one by one until one is accepted. For
 * one event loop only.
 */
final class LoadUser {
    private final Vertx vertx;
    private final Random random;
    private final String token;
    private final String session = "load-" + UUID.randomUUID();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean limited;
    private boolean resting;

    /** @param token empty for a visitor without one, who has a session instead */
    LoadUser(Vertx vertx, Random random, String token) {
        this.vertx = vertx;
        this.random = random;
        this.token = token;
    }

    String token() {
        return token;
    }

    String session() {
        return session;
    }

    /** Sends an order now, or when it is its turn. */
    void order(Runnable send) {
        if (limited) {
            waiting.add(send);
        } else {
            send.run();
        }
    }

    /** The service has answered an order with yes or no: the next of those that wait may go. */
    void answered() {
        if (limited && !resting) {
            next();
        }
    }

    /** The service asks for patience: the order comes again when the time is over, as the first. */
    void comeBack(Duration after, Runnable send) {
        waiting.addFirst(send);
        limited = true;
        if (!resting) {
            resting = true;
            long millis = after.toMillis() + 1 + random.nextInt(100);
            vertx.setTimer(millis, over -> {
                resting = false;
                next();
            });
        }
    }

    private void next() {
        if (waiting.isEmpty()) {
            limited = false;
        } else {
            waiting.poll().run();
        }
    }
}
