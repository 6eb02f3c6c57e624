package dev.pressroom.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Service;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Near-valid requests to every route, many at a time: none is a fault of the service, none is answered in a way that the
 * OpenAPI document does not know, and none takes longer than a second. The seed is new with each run; the property
 * {@code fuzz.seed} repeats one.
 */
class RandomRequestsIT {
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 20_000);
    private static final int AT_ONCE = 24;
    private static final Duration SLOW = Duration.ofSeconds(5);
    private static final int TOLD = 20;

    /** These wait for a job to end. */
    private static final Set<String> WAITING = Set.of("generateNow", "analyzeNow");

    private static Service service;
    private static Vertx vertx;
    private static HttpClient client;

    private final long seed = Long.getLong("fuzz.seed", System.nanoTime());
    private final DocumentedAnswers documented = new DocumentedAnswers();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final Queue<RandomRequest> slow = new ConcurrentLinkedQueue<>();
    private final Map<Integer, AtomicInteger> statuses = new ConcurrentSkipListMap<>();

    private record Answer(int status, String type, Buffer body) {}

    @BeforeAll
    static void start() {
        service = Service.start();
        vertx = Vertx.vertx();
        client = vertx.createHttpClient(
                new HttpClientOptions().setDefaultPort(service.port()).setDecompressionSupported(true),
                new PoolOptions().setHttp1MaxSize(AT_ONCE));
    }

    @AfterAll
    static void stop() {
        vertx.close().await();
        service.close();
    }

    @Test
    void noRequestIsAFaultOfTheServiceOrAnsweredInAnUnknownWay() throws InterruptedException {
        RequestGenerator generator = new RequestGenerator(seed, ids(), documented.operations());
        Semaphore places = new Semaphore(AT_ONCE);
        for (int i = 0; i < REQUESTS; i++) {
            places.acquire();
            RandomRequest request = generator.next();
            long begun = System.nanoTime();
            answer(request).onComplete(answered -> {
                if (System.nanoTime() - begun > SLOW.toNanos() && !WAITING.contains(request.operation())) {
                    slow.add(request);
                }
                if (answered.succeeded()) {
                    check(request, answered.result());
                } else {
                    faults.add("no answer (" + answered.cause() + "): " + request);
                }
                places.release();
            });
        }
        assertThat(places.tryAcquire(AT_ONCE, 60, TimeUnit.SECONDS)).isTrue();

        assertThat(faults.stream().limit(TOLD))
                .as("seed %s, statuses %s, %s faults", seed, statuses, faults.size())
                .isEmpty();
        assertThat(slow.stream().limit(TOLD).filter(this::isSlowAlone))
                .as("seed %s, requests that take longer than a second by themselves", seed)
                .isEmpty();
        assertThat(statuses.keySet()).as("seed %s", seed).contains(200, 201, 400, 401, 404, 405, 415);
    }

    private static KnownIds ids() {
        UUID user = UUID.randomUUID();
        Api api = service.api(user);
        UUID job = api.created(Api.order("Tomatoes"));
        JsonObject result = api.await(job, "succeeded").getJsonObject("result");
        JsonObject account = new JsonObject(new Api(service.url(), "")
                .post(
                        "/api/v1/auth/register",
                        new JsonObject().put("email", "user1@example.com").put("password", "a longer phrase is better"))
                .body());
        return new KnownIds(
                Map.of(
                        "{jobId}", job.toString(),
                        "{postId}", result.getJsonObject("savedPost").getString("id")),
                List.of(
                        service.token(user),
                        service.token(UUID.randomUUID()),
                        account.getString("accessToken"),
                        "a.b.c",
                        "x",
                        service.token(user) + "x"),
                List.of(account.getString("refreshToken"), "unknown"));
    }

    private void check(RandomRequest request, Answer answer) {
        statuses.computeIfAbsent(answer.status(), status -> new AtomicInteger()).incrementAndGet();
        Optional<String> fault;
        synchronized (documented) {
            fault = documented.fault(request, answer.status(), answer.type(), answer.body());
        }
        fault.ifPresent(unknown -> faults.add(unknown + ": " + answer.status() + " "
                + answer.body().getString(0, Math.min(600, answer.body().length())) + " to " + request));
    }

    private static Future<Answer> answer(RandomRequest request) {
        return client.request(HttpMethod.valueOf(request.method()), request.target())
                .compose(sent -> {
                    request.headers().forEach(header -> sent.headers().add(header.getKey(), header.getValue()));
                    return sent.send(request.body()).compose(response -> whole(sent, response));
                })
                .timeout(30, TimeUnit.SECONDS);
    }

    /** Of a stream, its head. */
    private static Future<Answer> whole(HttpClientRequest request, HttpClientResponse response) {
        String type = Optional.ofNullable(response.getHeader("content-type")).orElse("");
        if (type.startsWith("text/event-stream")) {
            request.reset();
            return Future.succeededFuture(new Answer(response.statusCode(), type, Buffer.buffer()));
        }
        return response.body().map(body -> new Answer(response.statusCode(), type, body));
    }

    private boolean isSlowAlone(RandomRequest request) {
        for (int i = 0; i < 3; i++) {
            long begun = System.nanoTime();
            answer(request).await();
            if (System.nanoTime() - begun < SLOW.toNanos()) {
                return false;
            }
        }
        return true;
    }
}
