package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.ResponseDocument;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sse;
import dev.pressroom.support.Visitor;
import dev.pressroom.support.WebSite;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every route and every event answers as the OpenAPI document says: status, members and their types. */
class DocumentedResponsesIT {
    private static final String JOBS = "/api/v1/jobs/";
    private static final String POSTS = "/api/v1/posts";
    private static Service service;
    private static WebSite site;
    private static Receiver receiver;

    private final ResponseDocument document = new ResponseDocument();
    private final List<String> faults = new ArrayList<>();
    private final Api user = service.api(UUID.randomUUID());
    private final Api nobody = new Api(service.url(), "");

    @BeforeAll
    static void start() {
        site = WebSite.open();
        receiver = Receiver.open();
        service = Service.start(Map.of(
                "PRESSROOM_FETCH_ALLOW_PRIVATE",
                "true",
                "PRESSROOM_WEBHOOKS_ALLOW_PRIVATE",
                "true",
                "PRESSROOM_MCP",
                "on",
                "STARTING_CREDITS",
                "5"));
    }

    @AfterAll
    static void stop() {
        service.close();
        site.close();
        receiver.close();
    }

    /** Accepts webhooks. */
    private record Receiver(HttpServer server, List<String> bodies) implements AutoCloseable {
        static Receiver open() {
            try {
                HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
                List<String> bodies = new CopyOnWriteArrayList<>();
                server.createContext("/", exchange -> {
                    bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                });
                server.start();
                return new Receiver(server, bodies);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private HttpResponse<String> as(String operation, HttpResponse<String> answer) {
        faults.addAll(document.faults(operation, answer));
        return answer;
    }

    private UUID job(HttpResponse<String> created) {
        return UUID.fromString(Api.json(created).getString("jobId"));
    }

    @Test
    void everyOperationAnswersAsDocumented() {
        jobs();
        articles();
        accounts();
        visitors();
        operations();
        webhooks();
        operators();

        assertThat(faults).isEmpty();
        Set<String> streams = Set.of("streamJob", "streamNarrative", "streamMessage", "opsStream", "opsStreamJob");
        List<String> missing = document.operations().stream()
                .filter(operation -> !streams.contains(operation))
                .filter(operation -> document.seen().stream().noneMatch(seen -> seen.startsWith(operation + " 2")))
                .toList();
        assertThat(missing).as("operations without a success in this test").isEmpty();
    }

    private void jobs() {
        UUID job = job(as("createContentGeneration", user.create(Api.order("Tomatoes"))));
        as("createStreamTicket", user.post(JOBS + job + "/stream-ticket", ""));
        as("getJobStatus", user.get(JOBS + job + "/status"));
        user.await(job, "succeeded");
        as("getJobStatus", user.get(JOBS + job + "/status"));
        as("cancelJob", user.cancel(job));
        as("retryJob", user.retry(job));
        as("listJobs", user.get("/api/v1/jobs"));
        as("listJobs", user.get("/api/v1/jobs?limit=0"));
        JsonObject item = Api.order("Peppers").put("type", "content_generation");
        as("createBatch", user.post(JOBS + "batch", new JsonObject().put("jobs", new JsonArray().add(item))));
        as("generateNow", user.post("/api/v1/enhanced-blog-generation/generate", Api.order("Beans")));
        site.holdUntil(Promise.<Void>promise().future());
        UUID cancelled = user.analysing(site.garden());
        as("cancelJob", user.cancel(cancelled));
        site.holdUntil(Future.succeededFuture());
        as("getJobStatus", user.get(JOBS + cancelled + "/status"));
        as("retryJob", user.retry(cancelled));
        as("getJob", user.get(JOBS + cancelled));
        as("deleteJob", user.send("DELETE", JOBS + cancelled, "application/json", ""));
        as("getJob", user.get(JOBS + job));
        as("deleteJob", user.send("DELETE", JOBS + job, "application/json", ""));
        as("getJob", user.get(JOBS + job));
        as("createContentGeneration", user.create(Api.order("Dill")));
        as("createContentGeneration", user.create(Api.order("No credit is left for this")));
        as("createContentGeneration", user.create(new JsonObject()));
        as("createContentGeneration", nobody.create(Api.order("Tomatoes")));
        as("getJobStatus", user.get(JOBS + UUID.randomUUID() + "/status"));
        as("mcp", user.post("/mcp", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}"));
        as("mcp", user.post("/mcp", "{}"));
    }

    private void operators() {
        String ops = "/api/v1/ops";
        Api operator = new Api(service.url(), service.token(UUID.randomUUID(), "admin"));
        as("opsOverview", operator.get(ops + "/overview"));
        as("opsOverview", user.get(ops + "/overview"));
        as("opsOverview", nobody.get(ops + "/overview"));
        String node = Api.json(operator.get(ops + "/overview"))
                .getJsonArray("nodes")
                .getJsonObject(0)
                .getString("node");
        as("opsMinutes", operator.get(ops + "/minutes"));
        as("opsFailures", operator.get(ops + "/failures"));
        Api owner = service.api(UUID.randomUUID());
        as(
                "opsPause",
                operator.send(
                        "PUT",
                        ops + "/pauses",
                        "application/json",
                        new JsonObject()
                                .put("scope", "all")
                                .put("reason", "Upgrade")
                                .encode()));
        UUID job = owner.created(Api.order("Operated"));
        as("opsListPauses", operator.get(ops + "/pauses"));
        as("opsOverview", operator.get(ops + "/overview"));
        as("opsMoveJobToFront", operator.post(ops + "/jobs/" + job + "/front", ""));
        as("opsCancelJob", operator.post(ops + "/jobs/" + job + "/cancel", ""));
        as("opsCancelJob", operator.post(ops + "/jobs/" + job + "/cancel", ""));
        as("opsMoveJobToFront", operator.post(ops + "/jobs/" + job + "/front", ""));
        as("opsListJobs", operator.get(ops + "/jobs?limit=5"));
        as("opsListJobs", operator.get(ops + "/jobs?owner=x"));
        as("opsGetJob", operator.get(ops + "/jobs/" + job));
        as("opsGetJob", operator.get(ops + "/jobs/" + UUID.randomUUID()));
        as("opsRetryJob", operator.post(ops + "/jobs/" + job + "/retry", ""));
        as("opsResume", operator.send("DELETE", ops + "/pauses?scope=all", "application/json", ""));
        owner.await(job, "succeeded");
        as("opsGetJob", operator.get(ops + "/jobs/" + job));
        as("opsDeleteJob", operator.send("DELETE", ops + "/jobs/" + job, "application/json", ""));
        as("opsDeleteJob", operator.send("DELETE", ops + "/jobs/" + job, "application/json", ""));
        controls(operator, ops, node);
    }

    private void controls(Api operator, String ops, String node) {
        String limits = new JsonObject()
                .put("tenant", "user:" + user.user())
                .put("running", 2)
                .put("queued", 10)
                .encode();
        as("opsLimitTenant", operator.send("PUT", ops + "/limits", "application/json", limits));
        as("opsLimitTenant", operator.send("PUT", ops + "/limits", "application/json", "{}"));
        as("opsListTenants", operator.get(ops + "/tenants"));
        as(
                "opsUnlimitTenant",
                operator.send("DELETE", ops + "/limits?tenant=user:" + user.user(), "application/json", ""));
        as("opsDrainNode", operator.send("PUT", ops + "/nodes/" + node + "/drain", "application/json", ""));
        as("opsDrainNode", operator.send("PUT", ops + "/nodes/x/drain", "application/json", ""));
        as("opsUndrainNode", operator.send("DELETE", ops + "/nodes/" + node + "/drain", "application/json", ""));
        as(
                "opsGrantCredits",
                operator.post(
                        ops + "/credits",
                        new JsonObject().put("userId", user.user().toString()).put("credits", 5)));
        JsonObject unknown = new JsonObject().put("userId", UUID.randomUUID().toString());
        as("opsEraseOwner", operator.post(ops + "/erasures", unknown));
        as("opsEraseOwner", operator.post(ops + "/erasures", "{}"));
        JsonObject task =
                new JsonObject().put("action", "count").put("filter", new JsonObject().put("status", "failed"));
        String id = Api.json(as("opsCreateTask", operator.post(ops + "/tasks", task)))
                .getString("taskId");
        as("opsCreateTask", operator.post(ops + "/tasks", task.copy().put("filter", new JsonObject())));
        as("opsListTasks", operator.get(ops + "/tasks"));
        as("opsGetTask", operator.get(ops + "/tasks/" + id));
        as("opsAbortTask", operator.post(ops + "/tasks/" + id + "/abort", ""));
        as("opsGetTask", operator.get(ops + "/tasks/" + UUID.randomUUID()));
        as("opsAudit", operator.get(ops + "/audit?limit=3"));
        as("opsUsage", operator.get(ops + "/usage?by=type"));
        as("opsUsage", operator.get(ops + "/usage?from=2026-02-30"));
    }

    @Test
    void everyEventOfTheOverviewIsAsDocumented() {
        Api operator = new Api(service.url(), service.token(UUID.randomUUID(), "admin"));
        try (Sse stream = operator.streamAt("/api/v1/ops/stream")) {
            Await.until(Duration.ofSeconds(30), () -> stream.events().size() > 1);
            compare("opsStream", stream);
        }

        assertThat(faults).isEmpty();
    }

    private void webhooks() {
        String hooks = "/api/v1/webhooks";
        JsonObject endpoint = new JsonObject().put("url", receiver.url());
        as("saveWebhook", user.send("PUT", hooks, "application/json", endpoint.encode()));
        as("rotateWebhookSecret", user.post(hooks + "/secret", ""));
        as("saveWebhook", user.send("PUT", hooks, "application/json", endpoint.encode()));
        as("getWebhook", user.get(hooks));
        UUID job = user.analysing(site.garden());
        user.await(job, "succeeded");
        Await.until(Duration.ofSeconds(30), () -> !receiver.bodies().isEmpty());
        faults.addAll(document.faultsOf(
                "WebhookPayload", new JsonObject(receiver.bodies().get(0))));
        String deliveries = JOBS + job + "/deliveries";
        String id = Await.value(
                        Duration.ofSeconds(30),
                        () -> Api.json(as("listDeliveries", user.get(deliveries)))
                                .getJsonArray("deliveries"),
                        found -> !found.isEmpty()
                                && !found.getJsonObject(0)
                                        .getJsonArray("attempts")
                                        .isEmpty())
                .getJsonObject(0)
                .getString("id");
        as("redeliver", user.post(deliveries + "/" + id + "/redeliver", ""));
        as("deleteWebhook", user.send("DELETE", hooks, "application/json", ""));
        as("getWebhook", user.get(hooks));
    }

    private void articles() {
        JsonObject post = new JsonObject().put("title", "Succulents").put("content", "![IMAGE:hero_image:A plant]");
        String id = Api.json(as("createPost", user.post(POSTS, post)))
                .getJsonObject("post")
                .getString("id");
        as("listPosts", user.get(POSTS));
        as("getPost", user.get(POSTS + "/" + id));
        String content = Api.json(as(
                        "illustratePost",
                        user.post("/api/images/generate-for-blog", new JsonObject().put("blogPostId", id))))
                .getString("content");
        as("getImage", nobody.get(content.substring(content.indexOf("](") + 2, content.indexOf(')'))));
        as(
                "updatePost",
                user.send(
                        "PUT",
                        POSTS + "/" + id,
                        "application/json",
                        new JsonObject().put("title", "Cacti").encode()));
        String renamed = new JsonObject().put("title", "Agaves").encode();
        as("patchPost", user.send("PATCH", POSTS + "/" + id, "application/json", renamed));
        as("patchPost", user.send("PATCH", POSTS + "/" + id, "application/json", "{\"title\":1}"));
        as("deletePost", user.send("DELETE", POSTS + "/" + id, "application/json", ""));
        as("getPost", user.get(POSTS + "/" + id));
        as("getCredits", user.get("/api/v1/user/credits"));
    }

    private void accounts() {
        Visitor visitor = Visitor.of(service);
        JsonObject registered = Api.json(as("register", visitor.register()));
        as("register", visitor.register());
        as("login", visitor.login());
        as("login", visitor.withPassword("not the right one").login());
        JsonObject refresh = new JsonObject().put("refreshToken", registered.getString("refreshToken"));
        JsonObject refreshed = Api.json(as("refresh", nobody.post("/api/v1/auth/refresh", refresh)));
        Api signedIn = new Api(service.url(), refreshed.getString("accessToken"));
        as("getMe", signedIn.get("/api/v1/auth/me"));
        JsonObject change = new JsonObject().put("currentPassword", "not the right one");
        change.put("newPassword", "another phrase of four words");
        as("changePassword", signedIn.post("/api/v1/auth/password", change));
        as("changePassword", signedIn.post("/api/v1/auth/password", change.put("currentPassword", visitor.password())));
        as("logout", signedIn.post("/api/v1/auth/logout", "{}"));
        as("eraseMe", signedIn.send("DELETE", "/api/v1/users/me", "application/json", ""));
        JsonObject erasure = Api.json(as(
                "eraseMe",
                signedIn.send(
                        "DELETE",
                        "/api/v1/users/me",
                        "application/json",
                        new JsonObject()
                                .put("password", "another phrase of four words")
                                .encode())));
        as("getErasure", nobody.get("/api/v1/erasures/" + erasure.getString("erasureId")));
        as("getErasure", nobody.get("/api/v1/erasures/" + UUID.randomUUID()));
        as("eraseMe", signedIn.send("DELETE", "/api/v1/users/me", "application/json", ""));
        as("getMe", nobody.get("/api/v1/auth/me"));
    }

    private void visitors() {
        String id = Api.json(as("createSession", nobody.post("/api/v1/session/create", "{}")))
                .getString("session_id");
        Api visitor = service.session(id);
        JsonObject url = new JsonObject().put("url", site.garden());
        as("getRecentAnalysis", visitor.get("/api/v1/user/recent-analysis"));
        UUID job = job(as("createWebsiteAnalysis", visitor.post(JOBS + "website-analysis", url)));
        as("createWebsiteAnalysis", visitor.post(JOBS + "website-analysis", new JsonObject().put("url", "ftp://a")));
        String organization =
                visitor.await(job, "succeeded").getJsonObject("result").getString("organizationId");
        as("getJobStatus", visitor.get(JOBS + job + "/status"));
        as("analyzeNow", visitor.post("/api/analyze-website", url));
        as("analyzeNow", visitor.post("/api/analyze-website", new JsonObject().put("url", site.garden() + "/none")));
        as("getRecentAnalysis", visitor.get("/api/v1/user/recent-analysis"));
        String ctas = "/api/v1/organizations/" + organization + "/ctas";
        as("listCtas", visitor.get(ctas));
        JsonObject cta = new JsonObject().put("text", "Visit us").put("href", "https://example.com/visit");
        as("addCtas", visitor.post(ctas + "/manual", new JsonObject().put("ctas", new JsonArray().add(cta))));
        JsonObject session = new JsonObject().put("session_id", id);
        as("adoptSession", user.post("/api/v1/users/adopt-session", session));
        as("adoptPosts", user.post("/api/v1/posts/adopt-session", session));
        as("adoptAnalysis", user.post("/api/v1/analysis/adopt-session", session));
        organizations(organization);
    }

    private void organizations(String id) {
        String path = "/api/v1/organizations/" + id;
        as("listOrganizations", user.get("/api/v1/organizations"));
        as("getOrganization", user.get(path));
        as("getOrganization", nobody.get(path));
        String renamed = new JsonObject().put("name", "The garden").encode();
        as("patchOrganization", user.send("PATCH", path, "application/json", renamed));
        as("patchOrganization", user.send("PATCH", path, "application/json", "{\"name\":1}"));
        as("deleteOrganization", user.send("DELETE", path, "application/json", ""));
        as("getOrganization", user.get(path));
    }

    private void operations() {
        as("health", nobody.get("/health"));
        as("live", nobody.get("/health/live"));
        as("ready", nobody.get("/health/ready"));
        as("metrics", nobody.get("/metrics"));
    }

    private void compare(String operation, Sse stream) {
        stream.events().forEach(event -> faults.addAll(document.faults(operation, event)));
    }

    @Test
    void everyEventOfAnArticleIsAsDocumented() {
        UUID job = user.created(Api.order("Tomatoes"));
        compare("streamJob", user.stream(job).awaitEnd());
        site.holdUntil(Promise.<Void>promise().future());
        UUID cancelled = user.analysing(site.garden());
        Sse failing = user.stream(cancelled);
        user.cancel(cancelled);
        compare("streamJob", failing.awaitEnd());
        site.holdUntil(Future.succeededFuture());
        user.retry(cancelled);
        compare("streamJob", user.stream(cancelled).awaitEnd());
        Api operator = new Api(service.url(), service.token(UUID.randomUUID(), "admin"));
        compare(
                "opsStreamJob",
                operator.streamAt("/api/v1/ops/jobs/" + cancelled + "/stream").awaitEnd());

        assertThat(faults).isEmpty();
    }

    @Test
    void everyEventOfAnAnalysisIsAsDocumented() {
        UUID job = user.analysing(site.garden());
        compare("streamNarrative", user.narrative(job).awaitEnd());
        compare("streamJob", user.stream(job).awaitEnd());

        assertThat(faults).isEmpty();
    }

    @Test
    void everyChunkOfAMessageIsAsDocumented() {
        UUID analysis = user.analysing(site.garden());
        UUID failing = user.analysing(site.missing());
        List<JsonObject> chunks = Stream.of(
                        user.creating(JOBS + "content-generation?format=ui-message", Api.order("Tomatoes")),
                        user.streamAt(JOBS + analysis + "/ui-message-stream"),
                        user.streamAt(JOBS + failing + "/ui-message-stream"))
                .flatMap(stream -> stream.awaitEnd().events().stream())
                .filter(event -> !event.data().equals("[DONE]"))
                .map(Sse.Event::json)
                .toList();

        chunks.forEach(chunk -> faults.addAll(document.faultsOfChunk(chunk)));
        assertThat(faults).isEmpty();
        assertThat(chunks.stream().map(chunk -> chunk.getString("type")).distinct())
                .containsExactlyInAnyOrderElementsOf(document.chunks());
    }

    @Test
    void aChunkThatIsNotAsDocumentedIsFound() {
        JsonObject chunk =
                new JsonObject().put("type", "text-delta").put("delta", 1).put("more", 1);

        assertThat(document.faultsOfChunk(chunk))
                .anyMatch(fault -> fault.endsWith("/more is not documented"))
                .anyMatch(fault -> fault.contains("/delta"))
                .anyMatch(fault -> fault.contains("id"));
        assertThat(document.faultsOfChunk(new JsonObject().put("type", "tool-call")))
                .isNotEmpty();
    }

    @Test
    void anEventThatIsNotAsDocumentedIsFound() {
        Sse.Event event = new Sse.Event(OptionalInt.empty(), "progress-update", "{\"progress\":\"x\",\"more\":1}");

        assertThat(document.faults("streamJob", event))
                .anyMatch(fault -> fault.endsWith("/more is not documented"))
                .anyMatch(fault -> fault.contains("/progress"));
    }
}
