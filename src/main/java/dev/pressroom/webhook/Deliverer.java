package dev.pressroom.webhook;

import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims due deliveries as far as there are free slots, sends them and stores the outcomes. A delivery whose outcome cannot
 * be stored is sent again when its lease has ended. Stays on one Vert.x context.
 */
final class Deliverer {
    private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);
    private static final int LANES_PER_PAGE = 1000;

    private final DeliveryStore store;
    private final WebhookSender sender;
    private final Slots slots;
    private final RetrySchedule schedule;
    private final WebhookMetrics metrics;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Duration lease;
    private final DeliverySpans spans;
    private final Map<UUID, Delivery> sending = new HashMap<>();
    private final Promise<Void> idle = Promise.promise();
    private DeliveryStore.Lane cursor = DeliveryStore.Lane.FIRST;
    private boolean running;
    private boolean runAgain;
    private boolean moreWaits;
    private boolean stopped;

    /** @param lease of a claimed delivery; longer than an attempt takes with its database writes */
    Deliverer(
            DeliveryStore store,
            WebhookSender sender,
            Slots slots,
            RetrySchedule schedule,
            WebhookMetrics metrics,
            Clock clock,
            LongSupplier nanoTime,
            Duration lease,
            DeliverySpans spans) {
        this.spans = spans;
        this.store = store;
        this.sender = sender;
        this.slots = slots;
        this.schedule = schedule;
        this.metrics = metrics;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.lease = lease;
    }

    /** Starts a round; while one runs, another follows it, as it does a round that did not begin at the first lane. */
    void run() {
        if (running || stopped) {
            runAgain = !stopped;
            return;
        }
        running = true;
        runAgain = false;
        moreWaits = false;
        boolean fromTheMiddle = !cursor.equals(DeliveryStore.Lane.FIRST);
        pages().onComplete(done -> {
            running = false;
            runAgain = runAgain || fromTheMiddle && cursor.equals(DeliveryStore.Lane.FIRST);
            if (done.failed() && !Database.isOutage(done.cause())) {
                LOG.atWarn()
                        .addKeyValue("cause", done.cause().getMessage())
                        .log("webhook deliveries not claimed, will be tried again");
            } else if (done.succeeded() && runAgain) {
                run();
            }
            completeIfIdle();
        });
    }

    /** Starts no more deliveries. Completes when those that are being sent have ended. */
    Future<Void> stop() {
        stopped = true;
        completeIfIdle();
        return idle.future();
    }

    /** Makes the deliveries due again that are still being sent: another node sends them. */
    Future<Void> release() {
        return sending.isEmpty() ? Future.succeededFuture() : store.release(List.copyOf(sending.keySet()));
    }

    private Future<Void> pages() {
        if (slots.isFull() || stopped) {
            moreWaits = true;
            return Future.succeededFuture();
        }
        Instant now = clock.instant();
        return store.lanes(cursor, now, LANES_PER_PAGE).compose(page -> {
            List<DeliveryStore.Request> requests = requests(page);
            return claim(requests, now)
                    .compose(done -> cursor.equals(DeliveryStore.Lane.FIRST) ? Future.succeededFuture() : pages());
        });
    }

    /** Takes slots for the due lanes of a page. The next page, or the next round, begins after the last lane examined. */
    private List<DeliveryStore.Request> requests(List<DeliveryStore.Candidate> page) {
        List<DeliveryStore.Request> requests = new ArrayList<>();
        cursor = page.size() < LANES_PER_PAGE
                ? DeliveryStore.Lane.FIRST
                : page.get(page.size() - 1).lane();
        for (DeliveryStore.Candidate candidate : page) {
            DeliveryStore.Lane lane = candidate.lane();
            int taken = candidate.isDue() ? slots.take(lane.host(), lane.userId()) : 0;
            moreWaits = moreWaits || candidate.isDue() && taken == 0;
            if (taken > 0) {
                requests.add(new DeliveryStore.Request(lane, taken));
            }
            if (slots.isFull()) {
                cursor = lane;
                break;
            }
        }
        return requests;
    }

    private Future<Void> claim(List<DeliveryStore.Request> requests, Instant now) {
        if (requests.isEmpty()) {
            return Future.succeededFuture();
        }
        return store.claim(requests, now, lease)
                .onFailure(cause -> requests.forEach(request ->
                        slots.giveBack(request.lane().host(), request.lane().userId(), request.slots())))
                .onSuccess(claimed -> {
                    giveBackUnused(requests, claimed);
                    claimed.forEach(this::deliver);
                })
                .mapEmpty();
    }

    private void giveBackUnused(List<DeliveryStore.Request> requests, List<Delivery> claimed) {
        Map<DeliveryStore.Lane, Integer> used = new HashMap<>();
        claimed.forEach(delivery -> used.merge(lane(delivery), 1, Integer::sum));
        for (DeliveryStore.Request request : requests) {
            int unused = request.slots() - used.getOrDefault(request.lane(), 0);
            moreWaits = moreWaits || unused == 0;
            slots.giveBack(request.lane().host(), request.lane().userId(), unused);
        }
    }

    private static DeliveryStore.Lane lane(Delivery delivery) {
        return new DeliveryStore.Lane(delivery.host(), delivery.userId());
    }

    private void deliver(Delivery delivery) {
        sending.put(delivery.id(), delivery);
        Instant startedAt = clock.instant();
        long startNanos = nanoTime.getAsLong();
        answer(delivery)
                .compose(answer -> {
                    Duration duration = Duration.ofNanos(nanoTime.getAsLong() - startNanos);
                    metrics.attempted(answer.outcome(), duration);
                    slots.answered(delivery.host(), !answer.outcome().isSilence());
                    return settle(delivery, answer, startedAt, duration);
                })
                .onFailure(cause -> LOG.atWarn()
                        .addKeyValue("delivery", delivery.id())
                        .addKeyValue("cause", cause.getMessage())
                        .log("outcome of a webhook delivery not stored, it will be sent again"))
                .onComplete(done -> ended(delivery));
    }

    private Future<Answer> answer(Delivery delivery) {
        return delivery.secrets().isEmpty()
                ? Future.succeededFuture(Answer.without(Outcome.NO_SECRET))
                : spans.around(delivery, () -> sender.send(delivery));
    }

    private Future<Void> settle(Delivery delivery, Answer answer, Instant startedAt, Duration duration) {
        return switch (answer.outcome()) {
            case DELIVERED ->
                store.settle(delivery, answer, startedAt, duration, DeliveryStore.State.DELIVERED, Optional.empty());
            case GONE ->
                store.settle(delivery, answer, startedAt, duration, DeliveryStore.State.GONE, Optional.empty());
            case NO_SECRET ->
                store.settle(delivery, answer, startedAt, duration, DeliveryStore.State.FAILED, Optional.empty());
            case REDIRECTED,
                    REFUSED,
                    TIMEOUT,
                    HOST_NOT_FOUND,
                    ADDRESS_REFUSED,
                    UNREACHABLE,
                    TLS_FAILED,
                    MALFORMED,
                    INTERRUPTED -> tryAgain(delivery, answer, startedAt, duration);
        };
    }

    private Future<Void> tryAgain(Delivery delivery, Answer answer, Instant startedAt, Duration duration) {
        Optional<Instant> nextAt = schedule.after(delivery.triesOfSchedule(), answer.retryAfter())
                .map(wait -> clock.instant().plus(wait));
        DeliveryStore.State state = nextAt.isPresent() ? DeliveryStore.State.PENDING : DeliveryStore.State.FAILED;
        return store.settle(delivery, answer, startedAt, duration, state, nextAt);
    }

    private void ended(Delivery delivery) {
        sending.remove(delivery.id());
        slots.giveBack(delivery.host(), delivery.userId(), 1);
        if (moreWaits) {
            run();
        }
        completeIfIdle();
    }

    private void completeIfIdle() {
        if (stopped && sending.isEmpty() && !running) {
            idle.tryComplete();
        }
    }
}
