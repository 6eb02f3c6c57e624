package dev.pressroom.chaos;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Makes orders at a steady rate. A client that gets no 201 asks again, at any node, under the same idempotency key, until
 * it has its job or gives up.
 */
final class Load {
    private static final int USERS = 12;
    private static final int FAULTY_EVERY = 25;
    private static final long TICK_MILLIS = 20;
    private static final long RETRY_MILLIS = 250;

    /** After a pause of the machine the orders of at most this time are made at once. */
    private static final long MAX_TICK_NANOS = 1_000_000_000;

    /** While so many wait for their 201, nobody else comes. */
    private static final int MAX_WAITING = 400;

    private final Context context;
    private final Vertx vertx;
    private final Client client;
    private final Setup setup;
    private final Consumer<ChaosJob> onAccepted;
    private final List<UUID> users;
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger steady = new AtomicInteger();
    private final Map<ChaosJob.Kind, AtomicInteger> waiting = new EnumMap<>(ChaosJob.Kind.class);
    private final ConcurrentLinkedQueue<ChaosJob> accepted = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;
    private long beganNanos;
    private long lastTickNanos;
    private long orderingNanos;

    /**
     * @param context on which all happens
     * @param onAccepted told there of each order that has its 201
     */
    Load(Context context, Client client, Setup setup, Random random, Consumer<ChaosJob> onAccepted) {
        this.context = context;
        this.vertx = context.owner();
        this.client = client;
        this.setup = setup;
        this.onAccepted = onAccepted;
        for (ChaosJob.Kind kind : ChaosJob.Kind.values()) {
            waiting.put(kind, new AtomicInteger());
        }
        this.users = Stream.generate(() -> new UUID(random.nextLong(), random.nextLong()))
                .limit(USERS)
                .toList();
    }

    void start() {
        beganNanos = System.nanoTime();
        lastTickNanos = beganNanos;
        context.runOnContext(begin -> vertx.setPeriodic(TICK_MILLIS, this::tick));
    }

    private void tick(long timer) {
        if (isOver()) {
            vertx.cancelTimer(timer);
            return;
        }
        long now = System.nanoTime();
        orderingNanos += Math.min(now - lastTickNanos, MAX_TICK_NANOS);
        lastTickNanos = now;
        double seconds = orderingNanos / 1e9;
        int due = (int) Math.min(setup.jobs(), seconds * setup.rate());
        for (int missing = due - steady.get(); missing > 0 && waiting() < MAX_WAITING; missing--) {
            steady.incrementAndGet();
            submit(next(ChaosJob.Kind.ORDINARY));
        }
    }

    /** Orders beside the steady ones, all at once; they count as {@link #waiting} from now on. */
    void burst(int orders, ChaosJob.Kind kind) {
        for (int i = 0; i < orders; i++) {
            ChaosJob order = next(kind);
            context.runOnContext(now -> submit(order));
        }
    }

    private ChaosJob next(ChaosJob.Kind wanted) {
        int number = made.incrementAndGet();
        ChaosJob.Kind kind =
                wanted == ChaosJob.Kind.ORDINARY && number % FAULTY_EVERY == 0 ? ChaosJob.Kind.FAULTY : wanted;
        waiting.get(kind).incrementAndGet();
        return new ChaosJob(number, users.get(number % USERS), kind, Optional.empty());
    }

    private void submit(ChaosJob order) {
        JsonObject body = order.body();
        client.post(order.user(), "/api/v1/jobs/content-generation", body, "chaos-" + order.number())
                .onSuccess(answer -> answered(order, answer))
                .onFailure(cause -> again(order));
    }

    private void answered(ChaosJob order, Client.Answer answer) {
        if (answer.status() == 201) {
            waiting.get(order.kind()).decrementAndGet();
            ChaosJob done = order.accepted(UUID.fromString(answer.json().getString("jobId")));
            accepted.add(done);
            onAccepted.accept(done);
        } else if (answer.status() >= 500) {
            again(order);
        } else {
            waiting.get(order.kind()).decrementAndGet();
            refused.add(order.title() + " was refused: " + answer.status() + " " + answer.body());
        }
    }

    private void again(ChaosJob order) {
        if (closed) {
            waiting.get(order.kind()).decrementAndGet();
        } else {
            vertx.setTimer(RETRY_MILLIS, timer -> submit(order));
        }
    }

    /** From now on nobody asks again. */
    void close() {
        closed = true;
    }

    /** Whether all orders have been made, or it has taken far too long. */
    boolean isOver() {
        return steady.get() >= setup.jobs()
                || System.nanoTime() - beganNanos
                        > setup.ordering()
                                .multipliedBy(2)
                                .plus(Duration.ofMinutes(1))
                                .toNanos();
    }

    /** How many have no answer yet. */
    int waiting() {
        return Arrays.stream(ChaosJob.Kind.values()).mapToInt(this::waiting).sum();
    }

    int waiting(ChaosJob.Kind kind) {
        return waiting.get(kind).get();
    }

    List<ChaosJob> accepted() {
        return List.copyOf(accepted);
    }

    /** Orders that were answered with a reproach, which none of them deserves. */
    List<String> refused() {
        return List.copyOf(refused);
    }
}
