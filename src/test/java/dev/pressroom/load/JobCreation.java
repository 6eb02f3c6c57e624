package dev.pressroom.load;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Repeats one create request with the same idempotency key until it gets 201. */
final class JobCreation {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(8);

    private final Vertx vertx;
    private final ServiceClient wire;
    private final LoadStatistics tally;
    private final LoadUsers customers;
    private final String path;
    private final Supplier<JsonObject> bodies;
    private final Consumer<Job> onAccepted;
    private final String key = "load-" + UUID.randomUUID();
    private JsonObject body;
    private LoadUser customer;
    private Duration pause = FIRST_PAUSE;
    private long sentNanos;

    /**
     * @param bodies what is ordered; another user orders the same for an organization of its own
     * @param onAccepted told of the job
     */
    JobCreation(
            Vertx vertx,
            ServiceClient wire,
            LoadStatistics tally,
            LoadUsers customers,
            String path,
            Supplier<JsonObject> bodies,
            Consumer<Job> onAccepted) {
        this.vertx = vertx;
        this.wire = wire;
        this.tally = tally;
        this.customers = customers;
        this.path = path;
        this.bodies = bodies;
        this.body = bodies.get();
        this.onAccepted = onAccepted;
        this.customer = customers.next();
    }

    /**
     * A job that was accepted.
     *
     * @param sentNanos when the order was sent that got the 201
     */
    record Job(LoadUser customer, String id, long sentNanos) {}

    void begin() {
        customer.order(this::send);
    }

    private void send() {
        sentNanos = System.nanoTime();
        wire.post(customer, path, body, key).onSuccess(this::answered).onFailure(this::lost);
    }

    private void answered(ServiceClient.Answer answer) {
        if (answer.status() == 201) {
            tally.measured(Measure.ACCEPTED, sentNanos);
            tally.accepted();
            onAccepted.accept(new Job(customer, answer.json().getString("jobId"), sentNanos));
        } else if (answer.passes()) {
            tally.error("order: " + answer.kind());
            customer.comeBack(answer.patience(), this::send);
            return;
        } else if (answer.status() == 402) {
            withoutCredits(answer);
        } else {
            tally.refused("order: " + answer.kind());
        }
        customer.answered();
    }

    private void withoutCredits(ServiceClient.Answer answer) {
        LoadUser poor = customer;
        Optional<LoadUser> rich = customers.inPlaceOf(poor);
        if (rich.isEmpty()) {
            tally.refused("order: " + answer.kind());
            return;
        }
        tally.note("users without credits who made room for new ones");
        poor.answered();
        customer = rich.get();
        body = bodies.get();
        begin();
    }

    /** The order may have been taken: it is made again under its key, which makes no second job. */
    private void lost(Throwable cause) {
        tally.error("order: " + ErrorKinds.of(cause));
        customer.answered();
        vertx.setTimer(pause.toMillis(), again -> begin());
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : doubled;
    }
}
