package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Sse;
import dev.pressroom.support.UserLimits;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Creating a job and streaming it in one request. */
class CreateStreamIT {
    private static final String ARTICLES = "/api/v1/jobs/content-generation";
    private static final String WEBSITES = "/api/v1/jobs/website-analysis";
    private static final Duration SOON = Duration.ofSeconds(90);

    private final ScriptedPipeline pipeline =
            new ScriptedPipeline().step("plan").gated("write");
    private Service service;
    private Api api;

    private void start(String... overrides) {
        Map<String, String> env = new HashMap<>(Map.of("PRESSROOM_HTTP_INSTANCES", "1"));
        for (int i = 0; i < overrides.length; i += 2) {
            env.put(overrides[i], overrides[i + 1]);
        }
        service = Service.start(env, pipeline.asPipelines());
        api = service.api(UUID.randomUUID());
    }

    @AfterEach
    void stop() {
        pipeline.open("write");
        service.close();
    }

    @Test
    void theResponseIsTheStreamOfTheNewJob() {
        start();
        try (Sse stream = api.creating(ARTICLES, Api.order("Tomatoes"), "Accept-Encoding", "gzip")) {
            String job = stream.await("connected").json().getString("jobId");
            stream.await("plan-result");
            pipeline.open("write");
            stream.awaitEnd();

            assertThat(stream.statusCode()).isEqualTo(201);
            assertThat(stream.header("location")).isEqualTo("/api/v1/jobs/" + job + "/status");
            assertThat(stream.header("content-type")).isEqualTo("text/event-stream");
            assertThat(stream.header("cache-control")).isEqualTo("no-cache, no-transform");
            assertThat(stream.header("x-accel-buffering")).isEqualTo("no");
            assertThat(stream.lines().get(0)).isEqualTo("retry: 2000");
            assertThat(stream.ids()).containsExactly(1, 2, 3, 4);
            assertThat(stream.await("complete").json().getJsonObject("result")).isNotNull();
        }
    }

    @Test
    void acceptingJsonAsWellGivesJson() {
        start();

        HttpResponse<String> answer =
                api.create(Api.order("Tomatoes"), "Accept", "application/json, text/event-stream");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(Api.json(answer).getString("jobId")).isNotEmpty();
    }

    @Test
    void faultsBeforeTheJobExistsAreJson() {
        start("STARTING_CREDITS", "0");

        assertThat(status(api, ARTICLES, "{}")).isEqualTo(400);
        assertThat(status(api, ARTICLES + "?events=nonsense", Api.order("A").encode()))
                .isEqualTo(400);
        assertThat(status(api, ARTICLES + "?format=xml", Api.order("A").encode()))
                .isEqualTo(400);
        assertThat(status(
                        api,
                        ARTICLES + "?format=ui-message&events=complete",
                        Api.order("A").encode()))
                .isEqualTo(400);
        assertThat(status(service.session("visitor-12345"), ARTICLES, "{}")).isEqualTo(401);
        assertThat(status(api, ARTICLES, Api.order("A").encode())).isEqualTo(402);
        assertThat(status(api, WEBSITES, "{\"url\":\"nonsense\"}")).isEqualTo(400);
        assertThat(jobs()).isZero();
    }

    private static int status(Api api, String path, String body) {
        HttpResponse<String> answer = api.post(path, body, "Accept", "text/event-stream");
        assertThat(Api.json(answer).getString("errorCode")).isNotEmpty();
        return answer.statusCode();
    }

    @Test
    void aReplayStreamsTheFirstJobAlsoWhenItIsDone() {
        start();
        pipeline.open("write");
        JsonObject order = Api.order("Tomatoes");
        UUID job = UUID.fromString(
                Api.json(api.create(order, "Idempotency-Key", "one")).getString("jobId"));
        api.await(job, "succeeded");

        Sse replay = api.creating(ARTICLES, order, "Idempotency-Key", "one").awaitEnd();

        assertThat(replay.statusCode()).isEqualTo(201);
        assertThat(replay.header("idempotent-replayed")).isEqualTo("true");
        assertThat(replay.await("connected").json().getString("jobId")).isEqualTo(job.toString());
        assertThat(replay.ids()).containsExactly(1, 2, 3, 4);
        assertThat(jobs()).isOne();
    }

    @Test
    void hangingUpDoesNotCancel() {
        start();
        String job;
        try (Sse stream = api.creating(ARTICLES, Api.order("Tomatoes"))) {
            job = stream.await("connected").json().getString("jobId");
        }
        pipeline.open("write");

        assertThat(api.await(UUID.fromString(job), "succeeded", "failed").getString("status"))
                .isEqualTo("succeeded");
    }

    @Test
    void whenNoStreamMayBeOpenedNothingIsStored() {
        start("PRESSROOM_STREAMS_MAX_OPEN", "1");
        try (Sse first = api.creating(ARTICLES, Api.order("Tomatoes"))) {
            first.await("connected");

            assertThat(status(api, ARTICLES, Api.order("Peppers").encode())).isEqualTo(503);
            assertThat(jobs()).isOne();
        }
        Await.until(SOON, () -> {
            try (Sse again = api.creating(ARTICLES, Api.order("Peppers"))) {
                return again.statusCode() == 201;
            }
        });
    }

    @Test
    void theStreamLimitOfTheClientCountsBeforeAnythingIsStored() {
        start("PRESSROOM_RATE_LIMIT", "", "PRESSROOM_HTTP_RATE_LIMITS_STREAM", "1");
        pipeline.open("write");

        HttpResponse<String> answer = UserLimits.counted(List.of(service), user -> {
                    api = service.api(user);
                    api.creating(ARTICLES, Api.order("Tomatoes")).close();
                    return api.post(ARTICLES, Api.order("Peppers").encode(), "Accept", "text/event-stream");
                })
                .result();

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
        assertThat(answer.headers().firstValue("ratelimit-policy").orElseThrow())
                .contains("\"create\";q=")
                .contains("\"stream\";q=1");
        assertThat(Sql.number(service.databaseUrl(), "select count(*) from jobs where user_id = '" + api.user() + "'"))
                .isOne();
    }

    @Test
    void aFailedCreateGivesItsPlaceBack() {
        start("PRESSROOM_STREAMS_MAX_OPEN", "1", "STARTING_CREDITS", "0");
        for (int i = 0; i < 3; i++) {
            assertThat(status(api, ARTICLES, Api.order("Tomatoes").encode())).isEqualTo(402);
        }
    }

    @Test
    void theEventsMayBeFiltered() {
        start();
        pipeline.open("write");

        Sse stream = api.creating(ARTICLES + "?events=step-change", Api.order("Tomatoes"))
                .awaitEnd();

        assertThat(stream.events().stream().map(Sse.Event::name))
                .containsExactly("connected", "step-change", "complete");
        assertThat(stream.ids()).containsExactly(1, 4);
    }

    @Test
    void clientsThatHangUpAtOnceLeaveNoStreamsOpenAndLoseNoJob() throws IOException {
        start("PRESSROOM_STREAMS_MAX_OPEN", "20");
        pipeline.open("write");
        byte[] body = Api.order("Tomatoes").encode().getBytes(StandardCharsets.UTF_8);
        byte[] head = ("POST " + ARTICLES + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + service.token(api.user())
                        + "\r\nAccept: text/event-stream\r\nContent-Type: application/json\r\n"
                        + "Content-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 300; i++) {
            try (Socket socket = new Socket("localhost", service.port())) {
                socket.getOutputStream().write(head);
                socket.getOutputStream().write(body);
            }
        }

        Await.until(SOON, () -> {
            try (Sse stream = api.creating(ARTICLES, Api.order("Peppers"))) {
                return stream.statusCode() == 201;
            }
        });
        Await.until(SOON, () -> unfinished() == 0);
    }

    @Test
    void aNodeThatStopsAnswersEachCreateWithItsJob() throws InterruptedException {
        start();
        List<Sse> answers = java.util.Collections.synchronizedList(new java.util.ArrayList<>());
        List<Throwable> refused = java.util.Collections.synchronizedList(new java.util.ArrayList<>());
        Thread[] clients = new Thread[4];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = new Thread(() -> {
                while (refused.isEmpty()) {
                    try {
                        Sse answer = api.creating(ARTICLES, Api.order("Tomatoes"));
                        answers.add(answer);
                        if (answer.statusCode() == 503) {
                            refused.add(new IllegalStateException());
                        }
                    } catch (RuntimeException closed) {
                        refused.add(closed);
                    }
                }
            });
            clients[i].start();
        }
        Await.until(SOON, () -> answers.size() > 20);
        service.close();
        for (Thread client : clients) {
            client.join(90_000);
        }

        assertThat(answers).allMatch(answer -> answer.statusCode() == 201 || answer.statusCode() == 503);
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 201))
                .allMatch(answer -> answer.header("location").startsWith("/api/v1/jobs/"));
        long created =
                answers.stream().filter(answer -> answer.statusCode() == 201).count();
        assertThat(jobs()).isBetween(created, created + refused.size());
    }

    private long jobs() {
        return Sql.number(service.databaseUrl(), "select count(*) from jobs");
    }

    private long unfinished() {
        return Sql.number(service.databaseUrl(), "select count(*) from jobs where status <> 'succeeded'");
    }
}
