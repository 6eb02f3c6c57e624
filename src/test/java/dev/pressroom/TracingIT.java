package dev.pressroom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.model.Task;
import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.FakeOpenAi;
import dev.pressroom.support.OtlpReceiver;
import dev.pressroom.support.OtlpReceiver.Received;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import dev.pressroom.support.WebhookReceiver;
import dev.pressroom.support.Webhooks;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two nodes, one with the HTTP role, one with the worker role, which export their traces to one receiver. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TracingIT {
    /** A word that is in all texts of users and in no attribute. */
    private static final String CANARY = "zylophrant";

    private static final String SECRET = "sk-" + CANARY;
    private static final String CLIENT_TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CLIENT_SPAN = "00f067aa0ba902b7";
    private static final String CREATE = "/api/v1/jobs/content-generation";

    private final Vertx vertx = Vertx.vertx();
    private final OtlpReceiver traces = OtlpReceiver.start();
    private final WebhookReceiver hooks = WebhookReceiver.start();
    private final WebhookReceiver site = WebhookReceiver.start();
    private final Queue<String> sentHeaders = new ConcurrentLinkedQueue<>();
    private FakeOpenAi provider;
    private Service http;
    private Service worker;
    private Api api;

    @BeforeAll
    void start() throws Exception {
        provider = FakeOpenAi.start(vertx).await(60, TimeUnit.SECONDS);
        String database = Servers.freshDatabase();
        String redis = Servers.freshRedis();
        http = node(database, redis, "http");
        worker = node(database, redis, "worker");
        api = http.api(UUID.randomUUID());
        hooks.answering(exchange -> {
            sentHeaders.addAll(exchange.getRequestHeaders().keySet());
            WebhookReceiver.status(200, CANARY).handle(exchange);
        });
        site.answering(exchange -> {
            sentHeaders.addAll(exchange.getRequestHeaders().keySet());
            WebhookReceiver.status(
                            200, "<title>" + CANARY + "</title><h1>" + CANARY + "</h1>", "Content-Type", "text/html")
                    .handle(exchange);
        });
    }

    /** A job of the test before would get the answers of the provider that are meant for this one. */
    @BeforeEach
    void noJobIsLive() {
        Await.until(
                Duration.ofSeconds(60),
                () -> Sql.number(http.databaseUrl(), "select count(*) from jobs where status in ('queued', 'running')")
                        == 0);
    }

    private Service node(String database, String redis, String role) {
        Map<String, String> env = new HashMap<>(traces.environment());
        env.put("PRESSROOM_LEASE_SECONDS", "60");
        env.putAll(Map.of(
                "DATABASE_URL",
                database,
                "REDIS_URL",
                redis,
                "PRESSROOM_CLUSTER",
                "on",
                "PRESSROOM_ROLES",
                role,
                "PRESSROOM_FETCH_ALLOW_PRIVATE",
                "true",
                "PRESSROOM_WEBHOOKS_ALLOW_PRIVATE",
                "on",
                "OPENAI_BASE_URL",
                provider.baseUrl().toString(),
                "OPENAI_API_KEY",
                SECRET,
                "OTEL_EXPORTER_OTLP_HEADERS",
                "x-api-key=" + SECRET));
        return Service.start(env);
    }

    @AfterAll
    void stop() throws Exception {
        worker.close();
        http.close();
        provider.close().await(10, TimeUnit.SECONDS);
        vertx.close().await(10, TimeUnit.SECONDS);
        List.of(traces, hooks, site).forEach(TracingIT::close);
    }

    private static void close(AutoCloseable server) {
        try {
            server.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private UUID created(JsonObject order) {
        HttpResponse<String> answer = api.create(
                order, "traceparent", "00-" + CLIENT_TRACE + '-' + CLIENT_SPAN + "-01", "tracestate", "x=" + CANARY);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return UUID.fromString(Api.json(answer).getString("jobId"));
    }

    private Received request(UUID job) {
        Received sending = sending(job);
        return traces.await(1, sending::isChildOf).get(0);
    }

    private Received sending(UUID job) {
        return traces.await(
                        1,
                        span -> span.name().equals("send content_generation")
                                && span.get("pressroom.job.id").equals(job.toString()))
                .get(0);
    }

    @Test
    void aRequestContinuesTheTraceOfItsClient() {
        UUID job = created(Api.order("A title"));

        Received request = request(job);
        assertThat(request.name()).isEqualTo("POST " + CREATE);
        assertThat(request.span().getKind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
        assertThat(request.traceId()).isEqualTo(CLIENT_TRACE);
        assertThat(request.parent()).isEqualTo(CLIENT_SPAN);
        assertThat(request.get("http.route")).isEqualTo(CREATE);
        assertThat(request.get("http.response.status_code")).isEqualTo("201");
        assertThat(sending(job).span().getKind()).isEqualTo(SpanKind.SPAN_KIND_PRODUCER);
        assertThat(request.resource()).containsEntry("service.name", "pressroom");
    }

    @Test
    void aRunIsATraceOfItsOwnLinkedToTheRequestOnTheOtherNode() {
        UUID job = created(Api.order("A title"));
        Received sending = sending(job);

        Received run = traces.run(job, 1);

        assertThat(run.name()).isEqualTo("process content_generation");
        assertThat(run.span().getKind()).isEqualTo(SpanKind.SPAN_KIND_CONSUMER);
        assertThat(run.parent()).isEmpty();
        assertThat(run.traceId()).isNotEqualTo(CLIENT_TRACE);
        assertThat(run.links("request")).containsExactly(sending.context());
        assertThat(run.links("previous_run")).isEmpty();
        assertThat(run.get("pressroom.job.outcome")).isEqualTo("SUCCEEDED");
        assertThat(run.get("messaging.destination.name")).isEqualTo("content_generation");
        assertThat(run.get("pressroom.job.wait_ms")).matches("\\d+");
        assertThat(run.resource().get("service.instance.id"))
                .isNotEmpty()
                .isNotEqualTo(sending.resource().get("service.instance.id"));
    }

    @Test
    void theStepsAreChildrenOfTheRunAndModelCallsOfTheSteps() {
        UUID job = created(Api.order("A title"));
        Received run = traces.run(job, 1);

        List<Received> steps = traces.children(run, 5);

        assertThat(steps)
                .extracting(Received::name)
                .containsExactlyInAnyOrder("step context", "step outline", "step article", "step visuals", "step seo");
        Received article = steps.stream()
                .filter(step -> step.name().equals("step article"))
                .findFirst()
                .orElseThrow();
        Received call = traces.children(article, 1).get(0);
        assertThat(call.span().getKind()).isEqualTo(SpanKind.SPAN_KIND_CLIENT);
        assertThat(call.name()).isEqualTo("chat " + call.get("gen_ai.request.model"));
        assertThat(call.get("gen_ai.operation.name")).isEqualTo("chat");
        assertThat(call.get("gen_ai.provider.name")).isEqualTo("openai");
        assertThat(call.get("gen_ai.usage.input_tokens")).matches("[1-9]\\d*");
        assertThat(call.get("gen_ai.usage.output_tokens")).matches("[1-9]\\d*");
    }

    @Test
    void aRetryIsLinkedToBothRequestsAndToTheRunBefore() {
        provider.next(Task.ARTICLE, new FakeOpenAi.Behaviour.Status(400, "{}"));
        UUID job = created(Api.order("A title"));
        api.await(job, "failed");
        api.retry(job);

        Received second = traces.run(job, 2);

        Received first = traces.run(job, 1);
        Received retry = traces.await(
                        1,
                        span -> span.name().equals("send retry")
                                && span.get("pressroom.job.id").equals(job.toString()))
                .get(0);
        assertThat(first.get("error.type")).isEqualTo(first.get("pressroom.job.outcome"));
        assertThat(second.traceId()).isNotEqualTo(first.traceId());
        assertThat(second.links("request")).containsExactly(sending(job).context());
        assertThat(second.links("retry")).containsExactly(retry.context());
        assertThat(second.links("previous_run")).containsExactly(first.context());
        assertThat(traces.children(second, 3))
                .extracting(Received::name)
                .containsExactlyInAnyOrder("step article", "step visuals", "step seo");
    }

    @Test
    void theJobsOfABatchAreLinkedToItsRequest() {
        JsonArray jobs = new JsonArray();
        for (int i = 0; i < 3; i++) {
            jobs.add(Api.order("A title").put("type", "content_generation"));
        }
        HttpResponse<String> answer = api.post("/api/v1/jobs/batch", new JsonObject().put("jobs", jobs));
        List<UUID> ids = Api.json(answer).getJsonArray("jobs").stream()
                .map(job -> UUID.fromString(((JsonObject) job).getString("jobId")))
                .toList();

        List<String> links = ids.stream()
                .flatMap(job -> traces.run(job, 1).links("request").stream())
                .toList();

        assertThat(links).hasSize(3);
        Received sending =
                traces.await(1, span -> links.contains(span.context())).get(0);
        assertThat(sending.name()).isEqualTo("send batch");
        assertThat(links).containsOnly(sending.context());
    }

    @Test
    void noTextOfUsersAndNoSecretIsExportedAndTheTraceContextIsSentToNobody() {
        Webhooks webhooks = new Webhooks(api);
        webhooks.secret();
        JsonObject hook = new JsonObject().put("url", hooks.url() + "?" + CANARY + "=1");
        UUID article = created(Api.order("A " + CANARY)
                .put("tags", new JsonArray().add(CANARY))
                .put("webhook", hook));
        UUID website = api.analysing(site.url() + "?" + CANARY);
        api.await(article, "succeeded");
        api.await(website, "succeeded", "failed");
        api.get("/api/v1/jobs?q=" + CANARY + "&token=" + CANARY, "x-request-id", CANARY, "User-Agent", CANARY);
        api.get("/api/v1/posts/" + CANARY + "?ticket=" + CANARY, "baggage", "a=" + CANARY);
        api.get("/api/" + CANARY);
        api.send(CANARY.toUpperCase(Locale.ROOT), "/api/v1/jobs", "application/json", CANARY);
        api.post(CREATE, "{\"" + CANARY + "\": 1}");
        hooks.await(1);

        Received delivery =
                traces.await(1, span -> span.name().equals("POST webhook")).get(0);
        traces.run(website, 1);
        traces.await(1, span -> span.get("http.request.method").equals("_OTHER"));
        assertThat(traces.text()).doesNotContainIgnoringCase(CANARY);
        assertThat(delivery.parent()).isEmpty();
        assertThat(delivery.get("pressroom.job.id")).isEqualTo(article.toString());
        assertThat(delivery.links("run")).containsExactly(traces.run(article, 1).context());
        assertThat(delivery.get("http.response.status_code")).isEqualTo("200");
        provider.headers().forEach(headers -> sentHeaders.addAll(headers.names()));
        assertThat(sentHeaders)
                .isNotEmpty()
                .noneMatch(name ->
                        List.of("traceparent", "tracestate", "baggage").contains(name.toLowerCase(Locale.ROOT)));
    }
}
