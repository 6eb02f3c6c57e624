package dev.pressroom.http.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Sse;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node that is told to stop, while load balancers still send it requests. */
class BodyDrainIT {
    private static final Duration SOON = Duration.ofSeconds(90);

    /** A little less than the drain. */
    private static final Duration DRAIN = Duration.ofSeconds(14);

    private ScriptedPipeline pipeline;
    private Service service;
    private Api api;
    private UUID running;
    private CompletableFuture<Void> stopped;
    private long stoppingNanos;
    private boolean madeInTime;

    private interface Check {
        void run() throws Exception;
    }

    /** Long enough that a busy machine makes the requests of a test before the server closes. */
    @BeforeEach
    void start() {
        madeInTime = false;
        pipeline = new ScriptedPipeline().step("plan").gated("write").step("check");
        service = Service.start(Map.of("PRESSROOM_HTTP_DRAIN", "15s"), pipeline.asPipelines());
        api = service.api(UUID.randomUUID());
        running = api.created(Api.order("Running"));
        api.awaitStatus(running, s -> "Doing write".equals(s.getString("currentStep")));
    }

    @AfterEach
    void stop() throws Exception {
        pipeline.open("write");
        stopped.get(60, TimeUnit.SECONDS);
    }

    /**
     * Runs a check, and once more with another node when it fails because the first node has closed its server before all
     * requests were made, as in a pause of the machine.
     */
    private void checkInTime(Check check) throws Exception {
        try {
            check.run();
        } catch (Exception | AssertionError e) {
            if (stopped == null || madeInTime || isDraining()) {
                throw e;
            }
            stop();
            start();
            check.run();
        }
    }

    private boolean isDraining() {
        return System.nanoTime() - stoppingNanos < DRAIN.toNanos();
    }

    /** Called after the last request to the node that is told to stop, by a check that goes on. */
    private void requestsMade() {
        madeInTime = isDraining();
    }

    private void tellToStop() {
        stoppingNanos = System.nanoTime();
        stopped = CompletableFuture.runAsync(service::close);
        Await.until(SOON, () -> api.get("/health/ready").statusCode() == 503);
    }

    @Test
    void itIsNotReadyButServes() throws Exception {
        checkInTime(this::isNotReadyButServes);
    }

    private void isNotReadyButServes() {
        tellToStop();

        assertThat(Api.json(api.get("/health/ready")).getString("status")).isEqualTo("stopping");
        assertThat(api.get("/health/live").statusCode()).isEqualTo(200);
        assertThat(api.status(running).getString("status")).isNotEqualTo("failed");
        assertThat(api.stream(running).await("connected").name()).isEqualTo("connected");
    }

    @Test
    void itStoresNewJobsAndLeavesThemToOthers() throws Exception {
        checkInTime(this::storesNewJobsAndLeavesThemToOthers);
    }

    private void storesNewJobsAndLeavesThemToOthers() throws Exception {
        tellToStop();

        UUID late = api.created(Api.order("Late"));
        requestsMade();
        pipeline.open("write");
        stopped.get(60, TimeUnit.SECONDS);

        assertThat(pipeline.runs(late, "plan")).isZero();
        assertThat(state(late)).isEqualTo("queued1");
    }

    @Test
    void itHandsItsJobsOnWhileItServes() throws Exception {
        checkInTime(this::handsItsJobsOnWhileItServes);
    }

    private void handsItsJobsOnWhileItServes() {
        tellToStop();

        pipeline.open("write");

        assertThat(api.awaitStatus(running, s -> "queued".equals(s.getString("status")))
                        .getInteger("attempt"))
                .isEqualTo(1);
        assertThat(pipeline.runs(running, "check")).isZero();
    }

    @Test
    void atTheEndItsStreamsAreSentElsewhereAndItsWaitingRequestsAnswered() throws Exception {
        checkInTime(this::sendsItsStreamsElsewhereAndAnswersItsWaitingRequests);
    }

    private void sendsItsStreamsElsewhereAndAnswersItsWaitingRequests() {
        Sse stream = api.stream(running);
        stream.await("plan-result");
        CompletableFuture<HttpResponse<String>> waiting = CompletableFuture.supplyAsync(
                () -> api.get("/api/v1/jobs/" + running + "/status", "Prefer", "wait=30"));
        tellToStop();

        assertThat(stream.isOver()).isFalse();
        requestsMade();
        stream.awaitEnd();

        assertThat(stream.lines()).contains("retry: 500");
        assertThat(stream.lines()).noneMatch(line -> line.startsWith("broken"));
        assertThat(waiting.join().statusCode()).isEqualTo(200);
    }

    private String state(UUID job) {
        return Sql.text(service.databaseUrl(), "select status || attempt from jobs where id = '" + job + "'");
    }
}
