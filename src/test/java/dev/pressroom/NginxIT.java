package dev.pressroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pressroom.base.FreePort;
import dev.pressroom.job.JobType;
import dev.pressroom.pipeline.Pipeline;
import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.ProxyProcess;
import dev.pressroom.support.RawHttp;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Sse;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The service behind nginx with the files of {@code conf/nginx}. */
@Timeout(300)
class NginxIT {
    private static final Duration SLOW = Duration.ofSeconds(60);
    private static final int READ_TIMEOUT_SECONDS = 10;

    private final int pathPort = FreePort.at("127.0.0.1");
    private final UUID user = UUID.randomUUID();
    private final ScriptedPipeline content = new ScriptedPipeline().step("plan").gated("write");
    private final Map<String, String> settings = new HashMap<>();
    private Service service;
    private ProxyProcess nginx;
    private Api api;

    @BeforeEach
    void start() {
        assumeTrue(ProxyProcess.hasNginx(), "needs the package nginx-light");
        settings.putAll(Map.of(
                "DATABASE_URL",
                Servers.freshDatabase(),
                "REDIS_URL",
                Servers.freshRedis(),
                "PRESSROOM_TRUSTED_PROXIES",
                "127.0.0.1",
                "PRESSROOM_PUBLIC_URL",
                "http://127.0.0.1:" + pathPort + "/press",
                "PRESSROOM_STREAMS_HEARTBEAT",
                "1s"));
        service = node();
        nginx = ProxyProcess.nginx(pathPort, READ_TIMEOUT_SECONDS + "s", service.port());
        api = new Api(nginx.url(), service.token(user), user);
    }

    @AfterEach
    void stop() {
        if (service != null) {
            nginx.close();
            service.close();
        }
    }

    private Service node() {
        return Service.start(settings, services -> {
            Map<JobType, Pipeline> all = new HashMap<>(Pipelines.STANDARD.create(services));
            all.put(content.type(), content);
            return all;
        });
    }

    @Test
    void eventsArriveWhileAStreamIsOpenAndItOutlivesTheTimeoutOfTheProxy() {
        UUID job = api.created(Api.order("Tomatoes"));
        try (Sse stream = api.stream(job)) {
            stream.await("plan-result");
            Await.until(
                    SLOW,
                    () -> stream.lines().stream()
                                    .filter(line -> line.startsWith(":"))
                                    .count()
                            > READ_TIMEOUT_SECONDS + 2);
            assertThat(stream.isOver()).isFalse();
            content.open("write");
            stream.await("complete");
            stream.awaitEnd();
        }
    }

    @Test
    void theServiceBelievesWhatNginxSaysOfAddresses() throws IOException {
        String first = tenant(nginx.port(), "127.0.0.2", "");
        String spoofed = tenant(nginx.port(), "127.0.0.2", "X-Forwarded-For: 198.51.100.7\r\n");
        String other = tenant(nginx.port(), "127.0.0.3", "");

        assertThat(tenant(service.port(), "127.0.0.2", ""))
                .as("without a proxy")
                .isEqualTo(first);
        assertThat(spoofed).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    /** The tenant of a visitor who connects from an address. */
    private String tenant(int port, String address, String headers) throws IOException {
        String body = "{\"url\":\"https://example.com\"}";
        String request = "POST /api/v1/jobs/website-analysis HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "x-session-id: session-" + UUID.randomUUID() + "\r\nContent-Type: application/json\r\n" + headers
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
        try (Socket socket = new Socket("127.0.0.1", port, InetAddress.getByName(address), 0)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 201");
            String job = answer.replaceFirst("(?s).*\"jobId\":\"([0-9a-f-]+)\".*", "$1");
            return Sql.text(service.databaseUrl(), "select tenant from jobs where id = '" + job + "'");
        }
    }

    @Test
    void longRequestLinesAndLargeBodiesPassAsTheServiceTakesThem() {
        assertThat(RawHttp.send(nginx.port(), line(16_300)).status()).isEqualTo(200);
        assertThat(RawHttp.send(nginx.port(), line(16_600)).json().getString("errorCode"))
                .as("the answer of the service")
                .isEqualTo("URI_TOO_LONG");
        assertThat(Api.json(api.post("/api/v1/jobs/batch", body(3_900_000))).getString("errorCode"))
                .isEqualTo("VALIDATION_FAILED");
        assertThat(Api.json(api.post("/api/v1/jobs/content-generation", body(1_100_000)))
                        .getString("errorCode"))
                .isEqualTo("BODY_TOO_LARGE");
        assertThat(api.post("/api/v1/jobs/batch", body(4_300_000)).statusCode()).isEqualTo(413);
    }

    private static String line(int size) {
        return "GET /health/live?x=" + "a".repeat(size) + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    }

    private static JsonObject body(int size) {
        return new JsonObject().put("jobs", "x".repeat(size));
    }

    @Test
    void noTokenOfAQueryIsLoggedAlsoWhileTheServiceIsAway() {
        UUID job = api.created(Api.order("Tomatoes"));
        content.open("write");
        api.await(job, "succeeded");
        String stream = nginx.url() + "/api/v1/jobs/" + job + "/stream?token=" + service.token(user);
        Sse.at(stream, "").await("complete");
        service.close();
        assertThat(Sse.at(stream, "").statusCode()).isEqualTo(502);

        Await.until(SLOW, () -> nginx.logs().contains("/stream 502"));
        assertThat(nginx.logs())
                .contains("GET /api/v1/jobs/" + job + "/stream 200")
                .doesNotContain("token=")
                .doesNotContain(service.token(user).substring(0, 30));
        service = node();
    }

    @Test
    void underAPathLinksAndRequestsMatch() {
        Api under = new Api(nginx.pathUrl(), service.token(user), user);
        HttpResponse<String> created = under.create(Api.order("Tomatoes"));
        JsonObject urls = Api.json(created).getJsonObject("urls");
        content.open("write");

        String stream = urls.getString("stream");
        assertThat(stream).startsWith("/press/api/v1/jobs/");
        Sse.at(nginx.pathUrl().replaceFirst("/press$", "") + stream, service.token(user))
                .await("complete");
        assertThat(under.get("/docs").body()).contains("<html");
    }

    @Test
    void aRestartOfANodeIsNotNoticedByRequestsAndItsStreamsResume() {
        UUID job = api.created(Api.order("Tomatoes"));
        try (Service second = node();
                ProxyProcess both =
                        ProxyProcess.nginx(FreePort.at("127.0.0.1"), "60s", service.port(), second.port())) {
            Api through = new Api(both.url(), service.token(user), user);
            List<Sse> streams =
                    List.of(through.stream(job), through.stream(job), through.stream(job), through.stream(job));
            streams.forEach(stream -> stream.await("plan-result"));

            service.close();

            for (int i = 0; i < 20; i++) {
                assertThat(through.get("/api/v1/jobs/" + job + "/status").statusCode())
                        .isEqualTo(200);
                assertThat(through.create(Api.order("Job " + i)).statusCode()).isEqualTo(201);
            }
            Await.until(SLOW, () -> streams.stream().anyMatch(Sse::isOver));
            Sse ended = streams.stream().filter(Sse::isOver).findFirst().orElseThrow();
            int last = ended.ids().get(ended.ids().size() - 1);
            try (Sse resumed = through.stream(job, "Last-Event-ID", Integer.toString(last))) {
                content.open("write");
                Await.until(SLOW, resumed::isOver);
                assertThat(resumed.ids()).startsWith(last + 1);
                assertThat(resumed.events("complete")).hasSize(1);
            }
        }
        service = node();
    }
}
