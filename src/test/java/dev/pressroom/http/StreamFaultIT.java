package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.Pipelines;
import dev.pressroom.job.Signal;
import dev.pressroom.pipeline.StepContext;
import dev.pressroom.pipeline.StepResult;
import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sse;
import dev.pressroom.support.UserLimits;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams when messages are lost, clients do not read, and time is over. */
class StreamFaultIT {
    private static final Duration SOON = Duration.ofSeconds(120);
    private static final String PIECE = "words and words ".repeat(4096);
    private static final int PIECES = 256;

    private final ScriptedPipeline pipeline =
            new ScriptedPipeline().step("plan").gated("write");
    private final UUID user = UUID.randomUUID();
    private final Promise<Void> heard = Promise.promise();
    private Service service;
    private Api api;

    @AfterEach
    void stop() {
        pipeline.open("write");
        heard.tryComplete();
        service.close();
    }

    private void start(Map<String, String> overrides, ScriptedPipeline jobs) {
        start(overrides, jobs.asPipelines());
    }

    private void start(Map<String, String> overrides, Pipelines pipelines) {
        Map<String, String> env = new HashMap<>(overrides);
        env.put("PRESSROOM_HTTP_INSTANCES", "1");
        service = Service.start(env, pipelines);
        api = service.api(user);
    }

    /** No worker runs here, so nothing is said on the bus: the rows alone tell. */
    @Test
    void withoutAnyMessageEveryEventComesAndTheStreamEnds() {
        start(Map.of("PRESSROOM_ROLES", "http", "PRESSROOM_STREAMS_CHECK", "200ms"), pipeline);
        UUID job = api.created(Api.order("Silent"));
        Sse stream = api.stream(job);
        stream.await("connected");

        sql(
                job,
                "insert into job_events (job_id, seq, attempt, name, data) values ($job, 1, 1, 'step-change', '{}'),"
                        + " ($job, 2, 1, 'plan-result', '{}')");
        sql(job, "update jobs set last_event = 2, progress = 40, updated_at = now() where id = $job");
        stream.await("plan-result");
        sql(job, "insert into job_events (job_id, seq, attempt, name) values ($job, 3, 1, 'complete')");
        sql(job, "insert into job_results values ($job, '{\"title\":\"Silent\"}')");
        sql(
                job,
                "update jobs set status = 'succeeded', last_event = 3, progress = 100, finished_at = now(),"
                        + " updated_at = now() where id = $job");

        stream.awaitEnd();
        assertThat(stream.ids()).containsExactly(1, 2, 3);
        assertThat(stream.await("complete").json().getJsonObject("result").getString("title"))
                .isEqualTo("Silent");
    }

    /** The stream begins before the job does, so nobody was asked for the text so far. */
    @Test
    void textThatWasLostOnTheWayIsAskedFor() {
        ScriptedPipeline writing = new ScriptedPipeline().step("write", context -> {
            context.text("The first half.");
            return ScriptedPipeline.here(heard.future()).map(end -> ScriptedPipeline.said("write"));
        });
        start(Map.of("PRESSROOM_WORKERS", "1", "PRESSROOM_STREAMS_CHECK", "200ms"), node -> {
            node.vertx().eventBus().<Signal.Batch>addOutboundInterceptor(delivery -> {
                if (!(delivery.body() instanceof Signal.Batch batch)
                        || batch.signals().stream().noneMatch(Signal.TextChunk.class::isInstance)) {
                    delivery.next();
                }
            });
            return writing.asPipelines().create(node);
        });
        UUID before = api.created(Api.order("Before"));
        api.await(before, "running");
        UUID job = api.created(Api.order("Waiting"));
        Sse stream = api.stream(job);
        stream.await("connected");
        assertThat(api.status(job).getString("status")).isEqualTo("queued");

        api.cancel(before);

        assertThat(stream.await("content-chunk").json().getString("text")).isEqualTo("The first half.");
        heard.complete();
        stream.awaitEnd();
        assertThat(stream.text()).isEqualTo("The first half.");
    }

    @Test
    void aStreamOnWhichOnlyItsHeartbeatMovesStaysOpen() {
        start(Map.of("PRESSROOM_HTTP_IDLE_TIMEOUT", "6s", "PRESSROOM_STREAMS_HEARTBEAT", "500ms"), pipeline);
        UUID job = api.created(Api.order("Slow"));
        Sse stream = api.stream(job);

        Await.until(SOON, () -> Collections.frequency(stream.lines(), ":") >= 8);
        pipeline.open("write");

        stream.await("complete");
    }

    @Test
    void aStreamEndsWhenItsJobIsDeleted() {
        start(Map.of("PRESSROOM_ROLES", "http", "PRESSROOM_STREAMS_CHECK", "200ms"), pipeline);
        UUID job = api.created(Api.order("Deleted"));
        Sse stream = api.stream(job);
        stream.await("connected");

        sql(job, "delete from jobs where id = $job");

        stream.awaitEnd();
    }

    /** As after a restore of an older state of the database. */
    @Test
    void aStreamAfterAnEventThatTheJobDoesNotHaveYetBeginsWithTheFirst() {
        start(Map.of(), pipeline);
        UUID job = api.created(Api.order("Restored"));
        api.await(job, "running");
        Sse stream = api.stream(job, "Last-Event-ID", "999");
        stream.await("connected");
        pipeline.open("write");
        api.await(job, "succeeded");

        stream.awaitEnd();

        assertThat(stream.ids()).isEqualTo(api.stream(job).awaitEnd().ids()).startsWith(1);
    }

    @Test
    void aStreamIsToldBeforeItIsClosedForItsAgeAndIsResumed() {
        start(Map.of("PRESSROOM_STREAMS_MAX_AGE", "3s"), pipeline);
        UUID job = api.created(Api.order("Long"));
        api.awaitStatus(job, s -> "Doing write".equals(s.getString("currentStep")));

        // A stream whose age the node does not look at for three seconds is closed without being told.
        Sse stream = Await.value(
                SOON,
                () -> api.stream(job).awaitEnd(),
                ended -> !ended.events("stream-timeout").isEmpty());
        assertThat(stream.await("stream-timeout").json().getString("jobId")).isEqualTo(job.toString());
        int last = stream.ids().get(stream.ids().size() - 1);
        pipeline.open("write");
        api.await(job, "succeeded");

        Sse resumed = api.stream(job, "Last-Event-ID", Integer.toString(last)).awaitEnd();
        assertThat(resumed.ids()).containsExactly(last + 1, last + 2);
    }

    @Test
    void aQuietStreamIsKeptOpenByComments() {
        start(Map.of("PRESSROOM_STREAMS_HEARTBEAT", "1s"), pipeline);
        UUID job = api.created(Api.order("Quiet"));
        Sse stream = api.stream(job);

        Await.until(SOON, () -> stream.lines().stream().filter(":"::equals).count() >= 2);
    }

    @Test
    void whoOpensTooManyStreamsIsToldWhenToComeBack() {
        start(Map.of("PRESSROOM_RATE_LIMIT", "", "PRESSROOM_HTTP_RATE_LIMITS_STREAM", "3"), pipeline);
        pipeline.open("write");

        UserLimits.Counted<HttpResponse<String>> counted = UserLimits.counted(List.of(service), owner -> {
            Api client = service.api(owner);
            UUID job = client.created(Api.order("Popular"));
            client.await(job, "succeeded");
            for (int i = 0; i < 3; i++) {
                assertThat(client.stream(job).awaitEnd().statusCode()).isEqualTo(200);
            }
            return client.get("/api/v1/jobs/" + job + "/stream");
        });
        HttpResponse<String> answer = counted.result();

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(Api.json(answer).getString("errorCode")).isEqualTo("RATE_LIMITED");
        assertThat(Integer.parseInt(answer.headers().firstValue("retry-after").orElseThrow()))
                .isBetween(59 - counted.seconds(), 61);
        assertThat(service.api(UUID.randomUUID()).get(answer.uri().getPath()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void aClientThatDoesNotReadIsCutOffAndOneThatReadsLosesNothing() throws IOException {
        start(talkative(), new ScriptedPipeline().step("write", this::manyWords));
        UUID job = api.created(Api.order("Talkative"));
        try (Socket deaf = deafClient(job)) {
            Sse reader = api.stream(job);

            Await.until(SOON, () -> isCutOff(deaf));
            Await.until(SOON, () -> heardOf(reader) == PIECE.length() * PIECES);
            heard.complete();

            reader.awaitEnd();
            assertThat(reader.text()).isEqualTo(PIECE.repeat(PIECES));
            assertThat(reader.ids()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void clientsThatDoNotReadDoNotFillTheHeap() throws IOException {
        start(talkative(), new ScriptedPipeline().step("write", this::manyWords));
        heard.complete();
        UUID job = api.created(Api.order("Talkative"));
        long before = usedHeap();
        List<Socket> deaf = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            deaf.add(deafClient(job));
        }

        Await.until(SOON, () -> api.status(job).getString("status").equals("succeeded"));

        long all = 15L * PIECES * PIECE.length();
        assertThat(usedHeap() - before).isLessThan(all / 2);
        for (Socket socket : deaf) {
            socket.close();
        }
    }

    private static Map<String, String> talkative() {
        return Map.of("PRESSROOM_STREAMS_SLOW_CLIENT", "1s", "PRESSROOM_STREAMS_BUFFER", "64KiB");
    }

    /** Sixteen megabytes of text, over some seconds; ends when they were heard. */
    private Future<StepResult> manyWords(StepContext context) {
        Vertx vertx = Vertx.currentContext().owner();
        Promise<Void> done = Promise.promise();
        int[] said = {0};
        vertx.setPeriodic(20, timer -> {
            context.text(PIECE);
            said[0]++;
            if (said[0] == PIECES) {
                vertx.cancelTimer(timer);
                done.complete();
            }
        });
        return Future.all(done.future(), ScriptedPipeline.here(heard.future()))
                .map(end -> ScriptedPipeline.said("write"));
    }

    /** Up to where the newest piece goes. */
    private static int heardOf(Sse reader) {
        List<Sse.Event> pieces = reader.events("content-chunk");
        if (pieces.isEmpty()) {
            return 0;
        }
        JsonObject newest = pieces.get(pieces.size() - 1).json();
        return newest.getInteger("offset") + newest.getString("text").length();
    }

    /** Asks for the stream and never reads. */
    private Socket deafClient(UUID job) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress("localhost", service.port()));
        String request = "GET /api/v1/jobs/" + job + "/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + service.token(user) + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** A server that has closed its side answers what it is still sent with a reset. */
    private static boolean isCutOff(Socket socket) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write('\n');
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private void sql(UUID job, String statement) {
        Servers.execute(service.databaseUrl(), statement.replace("$job", "'" + job + "'"));
    }
}
