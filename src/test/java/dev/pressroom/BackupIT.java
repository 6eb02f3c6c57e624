package dev.pressroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.InstalledPostgres;
import dev.pressroom.support.Ledger;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Sse;
import dev.pressroom.support.WebhookReceiver;
import dev.pressroom.support.WebhookReceiver.Received;
import dev.pressroom.support.Webhooks;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code pg_dump} of the database of a running service, and a service on what {@code pg_restore} has made of it. What
 * happened in between is lost; nothing happens twice for those who keep to what is documented.
 */
@Timeout(240)
class BackupIT {
    private static final Duration SLOW = Duration.ofSeconds(90);
    private static final String LATER_KEY = "the-later-job";

    @TempDir
    private Path folder;

    private final UUID user = UUID.randomUUID();
    private final Promise<Void> gate = Promise.promise();
    private final ScriptedPipeline before = new ScriptedPipeline()
            .step("plan")
            .step(
                    "write",
                    context -> ("Done".equals(title(context.input()))
                                    ? Future.<Void>succeededFuture()
                                    : ScriptedPipeline.here(gate.future()))
                            .map(ScriptedPipeline.said("write")));
    private final ScriptedPipeline after = new ScriptedPipeline().step("plan").step("write");

    private InstalledPostgres postgres;
    private WebhookReceiver receiver;
    private String redis;
    private UUID done;
    private UUID running;
    private UUID queued;
    private UUID later;
    private JsonObject resultOfDone;
    private int lastEventOfRunning;

    @BeforeEach
    void start() {
        assumeTrue(InstalledPostgres.programs().isPresent(), "needs the package postgresql");
        postgres = InstalledPostgres.start();
        receiver = WebhookReceiver.start();
        redis = Servers.freshRedis();
    }

    @AfterEach
    void stop() {
        if (postgres != null) {
            receiver.close();
            postgres.close();
        }
    }

    /** The Redis of the restored service is empty, or has what the service before left in it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRestoredServiceGoesOnFromTheBackup(boolean emptyRedis) {
        String database = postgres.freshDatabase("before");
        backUpAndGoOn(database);
        String restored = postgres.freshDatabase("restored");
        postgres.tool("pg_restore", restored, "--exit-on-error", file());
        if (emptyRedis) {
            Servers.flush(redis);
        }

        try (Service service = Service.start(settings(restored, "http,worker"), after.asPipelines())) {
            Api api = service.api(user);
            try (Sse stream = api.stream(running, "Last-Event-ID", Integer.toString(lastEventOfRunning))) {
                Await.until(SLOW, stream::isOver);
                assertThat(stream.ids()).startsWith(1);
                stream.await("complete");
            }
            Await.until(SLOW, () -> api.status(queued).getString("status").equals("succeeded"));

            assertThat(api.status(done).getJsonObject("result")).isEqualTo(resultOfDone);
            assertThat(after.runs(done, "write")).isZero();
            assertThat(Stream.of(running, queued).map(job -> after.runs(job, "write")))
                    .containsOnly(1L);
            assertThat(after.runs(running, "plan"))
                    .as("a step with a checkpoint")
                    .isZero();
            assertThat(api.get("/api/v1/jobs/" + later + "/status").statusCode())
                    .isEqualTo(404);
            assertWhatIsLeftOver(service, api);
            assertReceiversCanTellWhatTheyHad();
            Ledger.assertFits(restored);
        }
    }

    /** The service before: its backup has a job that is done, one that runs and one that waits; all end after it. */
    private void backUpAndGoOn(String database) {
        try (Service service = Service.start(settings(database, "http,worker"), before.asPipelines())) {
            Api api = service.api(user);
            Webhooks webhooks = new Webhooks(api);
            webhooks.secret();
            receiver.answering(WebhookReceiver.status(503, "later"));
            webhooks.save(receiver.url(), "job.completed");
            done = api.created(Api.order("Done"));
            resultOfDone = api.await(done, "succeeded").getJsonObject("result");
            running = api.created(Api.order("Running"));
            Await.until(SLOW, () -> before.runs(running, "write") == 1);
            queued = api.created(Api.order("Queued"));
            receiver.awaitOne();

            postgres.tool("pg_dump", database, "--format=custom", "--file=" + file());

            receiver.answering(WebhookReceiver.status(200, "thanks"));
            awaitNextAttempt(database);
            gate.complete();
            api.await(running, "succeeded");
            api.await(queued, "succeeded");
            List.of(done, running, queued).forEach(job -> webhooks.awaitDelivery(job, "delivered"));
            lastEventOfRunning = api.stream(running).awaitEnd().ids().size();
        }
        try (Service service = Service.start(settings(database, "http"), before.asPipelines())) {
            later = createLater(service.api(user));
        }
    }

    /** Of the refused delivery. If the backup took long, it was refused once more, and minutes pass until its next time. */
    private static void awaitNextAttempt(String database) {
        Await.until(SLOW, () -> {
            Servers.execute(database, "update webhook_deliveries set next_at = now() where state = 'pending'");
            return Sql.number(database, "select count(*) from webhook_deliveries where state = 'delivered'") == 1;
        });
    }

    /** The keys of lost jobs are free; entries of lost jobs do not stay in the queue; credits are as if nothing was. */
    private void assertWhatIsLeftOver(Service service, Api api) {
        UUID again = createLater(api);
        assertThat(again).isNotEqualTo(later);
        Await.until(SLOW, () -> api.status(again).getString("status").equals("succeeded"));
        assertThat(Api.json(api.get("/api/v1/user/credits"))
                        .getJsonObject("data")
                        .getInteger("availableCredits"))
                .isEqualTo(6);
        Await.until(SLOW, () -> depths(service).allMatch(line -> line.endsWith(" 0.0")));
        assertThat(after.runs(later, "plan")).isZero();
    }

    private static Stream<String> depths(Service service) {
        return new Api(service.url(), "")
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("pressroom_queue_depth"));
    }

    private void assertReceiversCanTellWhatTheyHad() {
        Stream.of(done, running, queued).forEach(job -> {
            Await.until(SLOW, () -> received(job).size() >= 2);
            assertThat(received(job).stream().map(Received::id).distinct())
                    .as("ids of the reports of one end")
                    .hasSize(1);
        });
    }

    private List<Received> received(UUID job) {
        return receiver.received().stream().filter(one -> one.job().equals(job)).toList();
    }

    private static UUID createLater(Api api) {
        return UUID.fromString(Api.json(api.create(
                        Api.order("Later").put("organizationId", new UUID(1, 1).toString()),
                        "Idempotency-Key",
                        LATER_KEY))
                .getString("jobId"));
    }

    private static String title(JsonObject input) {
        return input.getJsonObject("topic").getString("title");
    }

    private String file() {
        return folder.resolve("pressroom.dump").toString();
    }

    private Map<String, String> settings(String database, String roles) {
        Map<String, String> settings = new HashMap<>();
        settings.put("DATABASE_URL", database);
        settings.put("REDIS_URL", redis);
        settings.put("PRESSROOM_ROLES", roles);
        settings.put("PRESSROOM_WORKERS", "1");
        settings.put("STARTING_CREDITS", "10");
        settings.put("PRESSROOM_WEBHOOKS_ALLOW_PRIVATE", "on");
        return settings;
    }
}
