package dev.pressroom.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.http.request.ImageUrls;
import dev.pressroom.job.EventStore;
import dev.pressroom.job.JobEvent;
import dev.pressroom.job.JobQueue;
import dev.pressroom.job.JobView;
import dev.pressroom.job.LeaseStore;
import dev.pressroom.job.LeasedJob;
import dev.pressroom.job.PostgresLeaseStore;
import dev.pressroom.job.Signal;
import dev.pressroom.support.Await;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Sse;
import dev.pressroom.support.Stores;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stream whose subscription is not active yet, which takes a while in a cluster. */
class EventStreamIT {
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final Duration NEVER = Duration.ofMinutes(10);

    private final Promise<EventStream> requested = Promise.promise();
    private Stores stores;
    private JobQueue.Entry entry;
    private LeasedJob job;
    private HttpServer server;

    @BeforeEach
    void serve() {
        stores = Stores.open();
        entry = stores.submitted(UUID.randomUUID());
        job = stores.leased(stores.worker(UUID.randomUUID()), entry);
        JobView view =
                stores.done(() -> stores.jobs().peek(List.of(entry.jobId()))).get(0);
        server = stores.done(() -> stores.vertx()
                .createHttpServer()
                .requestHandler(request -> requested.complete(new EventStream(
                        new StreamClient(stores.vertx(), request, new ImageUrls(""), 10_000, () -> {}),
                        new EventStore(stores.database()),
                        view,
                        0,
                        EventFilter.ALL,
                        () -> {})))
                .listen(0, "127.0.0.1"));
    }

    @AfterEach
    void stop() {
        stores.done(server::close);
        stores.close();
    }

    @Test
    void anEventThatArrivesBeforeAStreamBeginsIsSentAfterItsHead() {
        Future<Sse> opening = opening();
        EventStream stream = stores.done(requested::future);
        JobEvent event = new JobEvent(2, 1, "plan-result", "{\"said\":\"plan\"}");
        PostgresLeaseStore worker = stores.worker(job.lease().node());
        stores.done(() -> worker.record(new LeaseStore.Recording(job.lease(), 10, Optional.empty(), List.of(event))));

        stores.done(() -> done(() -> stream.eventAppended(event, new SharedFrame(() -> SseFrames.durable(event)))));
        stores.done(() -> done(() -> stream.tick(AT_ONCE, NEVER, AT_ONCE, NEVER)));
        stores.done(() -> done(stream::begin));

        Sse client = stores.done(() -> opening);
        client.await("plan-result");
        assertThat(client.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(client.ids()).containsExactly(1, 2);
        client.close();
    }

    @Test
    void progressOfAnEarlierAttemptIsNotSentAfterTheNextOneHasStarted() {
        Future<Sse> opening = opening();
        EventStream stream = stores.done(requested::future);
        startSecondAttempt();

        stores.done(() -> done(() -> progress(stream, 1, 15)));
        stores.done(() -> done(stream::begin));
        Sse client = stores.done(() -> opening);
        Await.until(
                Duration.ofSeconds(30),
                () -> client.events(JobEvent.STEP_CHANGE).size() == 2);
        stores.done(() -> done(() -> progress(stream, 2, 3)));

        assertThat(client.await("progress-update").json().getInteger("progress"))
                .isEqualTo(3);
        client.close();
    }

    private void startSecondAttempt() {
        UUID id = job.lease().jobId();
        stores.expire(id);
        stores.rescued();
        Servers.execute(stores.url(), "update jobs set not_before = null where id = '" + id + "'");
        stores.leased(stores.worker(UUID.randomUUID()), new JobQueue.Entry(entry.type(), id, 2, entry.tenant()));
    }

    private void progress(EventStream stream, int attempt, int progress) {
        String data = "{\"progress\":" + progress + "}";
        stream.progressUpdated(
                new Signal.ProgressUpdated(stream.jobId(), attempt, data), () -> SseFrames.progress(data));
    }

    private Future<Sse> opening() {
        return stores.vertx().executeBlocking(() -> Sse.at("http://127.0.0.1:" + server.actualPort() + "/", ""), false);
    }

    private static Future<Void> done(Runnable action) {
        action.run();
        return Future.succeededFuture();
    }
}
