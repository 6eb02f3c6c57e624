package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.http.request.ImageUrls;
import dev.pressroom.http.stream.EventStream;
import dev.pressroom.http.stream.SseFrames;
import dev.pressroom.job.EventStore;
import dev.pressroom.job.JobEvent;
import dev.pressroom.job.JobView;
import dev.pressroom.job.LeasedJob;
import dev.pressroom.job.PostgresLeaseStore;
import dev.pressroom.job.RedisJobQueue;
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

/** A stream whose place on the bus does not stand yet: joining a cluster may take a while. */
class StreamBeginningIT {
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final Duration NEVER = Duration.ofMinutes(10);

    private final Promise<EventStream> asked = Promise.promise();
    private Stores stores;
    private LeasedJob job;
    private HttpServer server;

    @BeforeEach
    void serve() {
        stores = Stores.open();
        RedisJobQueue.Entry entry = stores.submitted(UUID.randomUUID());
        job = stores.leased(stores.worker(UUID.randomUUID()), entry);
        JobView view =
                stores.done(() -> stores.jobs().peek(List.of(entry.jobId()))).get(0);
        server = stores.done(() -> stores.vertx()
                .createHttpServer()
                .requestHandler(request -> asked.complete(new EventStream(
                        stores.vertx(),
                        new EventStore(stores.database()),
                        request,
                        new ImageUrls(""),
                        view,
                        0,
                        10_000,
                        () -> {})))
                .listen(0, "127.0.0.1"));
    }

    @AfterEach
    void stop() {
        stores.done(server::close);
        stores.close();
    }

    @Test
    void whatIsToldBeforeAStreamBeginsComesAfterItsHead() {
        Future<Sse> opening = opening();
        EventStream stream = stores.done(asked::future);
        JobEvent event = new JobEvent(2, 1, "plan-result", "{\"said\":\"plan\"}");
        PostgresLeaseStore worker = stores.worker(job.lease().node());
        stores.done(() ->
                worker.record(new PostgresLeaseStore.Recording(job.lease(), 10, Optional.empty(), List.of(event))));

        stores.done(() -> told(() -> stream.happened(event, SseFrames.durable(event))));
        stores.done(() -> told(() -> stream.tick(AT_ONCE, NEVER, AT_ONCE, NEVER)));
        stores.done(() -> told(stream::begin));

        Sse client = stores.done(() -> opening);
        client.await("plan-result");
        assertThat(client.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(client.ids()).containsExactly(1, 2);
        client.close();
    }

    private Future<Sse> opening() {
        return stores.vertx().executeBlocking(() -> Sse.at("http://127.0.0.1:" + server.actualPort() + "/", ""), false);
    }

    private static Future<Void> told(Runnable message) {
        message.run();
        return Future.succeededFuture();
    }
}
