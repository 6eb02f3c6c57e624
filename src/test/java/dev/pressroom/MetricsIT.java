package dev.pressroom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.job.JobType;
import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.Service;
import dev.pressroom.support.Visitor;
import dev.pressroom.support.WebSite;
import dev.pressroom.webhook.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The number of meters is bounded, whatever clients send. */
class MetricsIT {
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Set<String> STATUSES = Set.of("1xx", "2xx", "3xx", "4xx", "5xx", "reset");
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "OTHER");
    private static final Set<String> POOLS = Set.of(
            "limits",
            "redis",
            "page-names",
            "page-reading",
            "passwords",
            "post-documents",
            "postgres, synchronous commit on",
            "postgres, synchronous commit off",
            "postgres, background",
            "postgres, spare",
            "webhook-names",
            "vert.x-internal-blocking",
            "vert.x-worker-thread");
    private static final Set<String> OUTCOMES = Stream.concat(
                    Arrays.stream(ErrorCode.values()).map(Enum::name),
                    Stream.concat(
                            Arrays.stream(Outcome.values())
                                    .map(outcome -> outcome.name().toLowerCase(Locale.ROOT)),
                            Stream.of("ok", "SUCCEEDED", "CANCELLED", "LEASE_LOST", "DEADLINE", "NODE_STOPS")))
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> REASONS = Stream.concat(
                    Arrays.stream(ErrorCode.values()).map(Enum::name),
                    Stream.of("too_many", "too_many_of_address", "head_too_slow", "answer_not_read"))
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> STEPS = Set.of(
            "context",
            "outline",
            "article",
            "visuals",
            "seo",
            "page",
            "opening",
            "insights",
            "analysis",
            "audiences",
            "pitches",
            "images");
    private static final Set<String> TYPES =
            Arrays.stream(JobType.values()).map(JobType::wireName).collect(Collectors.toUnmodifiableSet());

    /** Meters of our own and of Vert.x; the JVM's meters have labels of their own. */
    private static final Map<String, Predicate<String>> CLOSED = Map.ofEntries(
            Map.entry("method", METHODS::contains),
            Map.entry("status", STATUSES::contains),
            Map.entry("route", route -> route.equals("other") || operations().contains(route)),
            Map.entry("pool_name", POOLS::contains),
            Map.entry("pool_type", Set.of("worker", "sql", "redis")::contains),
            Map.entry("side", Set.of("local", "remote")::contains),
            Map.entry("outcome", OUTCOMES::contains),
            Map.entry("step", STEPS::contains),
            Map.entry("stage", Set.of("receiving", "parsing")::contains),
            Map.entry("type", TYPES::contains),
            Map.entry("limit", Set.of("any", "create", "stream", "read", "sign-in")::contains),
            Map.entry("by", Set.of("caller", "address")::contains),
            Map.entry("le", bound -> bound.equals("+Inf") || Double.parseDouble(bound) > 0),
            Map.entry("call", Set.of("write", "structure", "draw")::contains),
            Map.entry("direction", Set.of("input", "output")::contains),
            Map.entry("currency", "USD"::equals),
            Map.entry("reason", REASONS::contains));

    private static Service service;
    private static Api api;

    @BeforeAll
    static void start() {
        service = Service.start(Map.of("PRESSROOM_FETCH_ALLOW_PRIVATE", "on"));
        api = service.api(UUID.randomUUID());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static Set<String> operations() {
        try (InputStream in = MetricsIT.class.getResourceAsStream("/openapi.yaml")) {
            return Pattern.compile("operationId: (\\w+)")
                    .matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .results()
                    .map(found -> found.group(1))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Requests within a short time may share one scrape. */
    private static String metrics() {
        return api.get("/metrics").body();
    }

    private static Set<String> series() {
        return metrics()
                .lines()
                .filter(line -> !line.startsWith("#") && !line.startsWith("jvm_"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .collect(Collectors.toSet());
    }

    private static void busyRun() {
        UUID article = api.created(Api.order("Tomatoes"));
        api.await(article, "succeeded");
        try (WebSite site = WebSite.open()) {
            UUID analysis = api.analysing(site.garden());
            Await.until(
                    Duration.ofSeconds(90),
                    () -> Set.of("succeeded", "failed")
                            .contains(api.status(analysis).getString("status")));
        }
        UUID cancelled = api.created(Api.order("Cucumbers"));
        api.cancel(cancelled);
        Visitor visitor = Visitor.of(service);
        visitor.registered();
        visitor.signedIn();
        api.get("/");
        api.get("/api/v1/jobs/" + article + "/stream");
        api.get("/api/v1/jobs/" + UUID.randomUUID() + "/status");
    }

    /** Sends invalid requests as bytes, since no library would send them. */
    private static void send(String head) {
        try (Socket socket = new Socket("localhost", service.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            // The server may close the connection of a request that it cannot read.
        }
    }

    @Test
    void nothingThatAClientMakesUpBecomesASeries() {
        busyRun();
        for (String method : METHODS) {
            send(method + " /nowhere HTTP/1.1\r\nHost: localhost\r\n");
        }
        Set<String> before = series();

        for (int i = 0; i < 300; i++) {
            send("M" + i + " /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\n");
            send("M" + i + "/ * HTTP/1.1\r\nHost: h" + i + ".example\r\n");
            send("GET /path-" + i + "?q" + i + "=" + i + " HTTP/1.1\r\nHost: h" + i + ".example:" + i + "\r\n");
            send("GET /api/v1/jobs/" + i + "/status HTTP/1.1\r\nHost: localhost\r\nx-session-id: session-" + i
                    + "\r\n");
            send("POST /api/v" + i + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nUser-Agent: agent-" + i
                    + "\r\nOrigin: https://o" + i + ".example\r\n");
        }

        assertThat(series()).isEqualTo(before);
    }

    @Test
    void everyLabelHasAValueOfAClosedSet() {
        busyRun();

        assertThat(series())
                .allSatisfy(line -> assertThat(LABEL.matcher(line).results()).allSatisfy(MetricsIT::isClosed));
    }

    private static void isClosed(MatchResult label) {
        assertThat(CLOSED).as("a label without a closed set of values").containsKey(label.group(1));
        assertThat(CLOSED.get(label.group(1)).test(label.group(2)))
                .as(label.group())
                .isTrue();
    }

    @Test
    void requestsAreCountedByTheOperationThatAnswers() {
        UUID job = api.created(Api.order("Tomatoes"));
        api.await(job, "succeeded");

        Await.until(Duration.ofSeconds(60), () -> {
            String text = metrics();
            return text.contains("pressroom_http_requests_total{method=\"POST\",route=\"createContentGeneration\","
                            + "status=\"2xx\"} ")
                    && !text.contains("pressroom_http_requests_total{method=\"GET\",route=\"getJobStatus\","
                            + "status=\"2xx\"} 0.0");
        });
        assertThat(metrics())
                .containsPattern("pressroom_http_request_duration_seconds_count\\{method=\"GET\","
                        + "route=\"getJobStatus\"} [1-9]");
    }

    @Test
    void theNumberOfMetersHasABoundEvenWhereALabelIsForgotten() {
        NodeMetrics metrics = new NodeMetrics();
        for (int i = 0; i < 10_000; i++) {
            metrics.registry()
                    .counter("pressroom.forgotten", "id", Integer.toString(i))
                    .increment();
        }

        assertThat(metrics.registry().getMeters()).hasSizeLessThanOrEqualTo(NodeMetrics.MAX_METERS);
    }

    @Test
    void metersOfTheLibraryThatCountByWhatOthersSendAreNotKept() {
        NodeMetrics metrics = new NodeMetrics();
        metrics.registry().counter("vertx.http.client.requests", "path", "/x").increment();
        metrics.registry().counter("vertx.eventbus.sent", "address", "jobs.1").increment();

        assertThat(metrics.registry().getMeters())
                .noneMatch(meter -> meter.getId().getName().startsWith("vertx."));
    }
}
