package dev.pressroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Stores;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Events and results that repeat the output of a step: stored as references, or whole, and read in the same way. */
class ReferencesIT {
    private static final String TEXT =
            "Water \"them\" \\ \n\t\u0001\u2028 <b>\u00e9\uD83C\uDF45</b> " + "x".repeat(600);

    /** Pieces of JSON, and of what stands for the text in a template. */
    private static final List<String> PIECES = List.of(
            "\"", "\\", "\\u0001", "\u0001", ",\"content\":\"", "}", "]", "$1", "&", "\\0", "\uD83C\uDF45", "x");

    private static Stores stores;
    private final UUID user = UUID.randomUUID();
    private final PostgresLeaseStore worker = stores.worker(UUID.randomUUID());

    /** How a row is stored: with references, or as by versions that had none. */
    private enum Form {
        REFERENCE,
        WHOLE;

        void apply(LeasedJob job) {
            if (this == REFERENCE) {
                return;
            }
            String ofJob = " where job_id = '" + job.lease().jobId() + "'";
            Servers.execute(
                    stores.url(),
                    "update job_events set data = stored_data(data, job_id, output_of), output_of = null" + ofJob);
            Servers.execute(
                    stores.url(),
                    "update job_results set template = null, template_step = null, template_member = null, result ="
                            + " stored_result(result, template, job_id, template_step, template_member)::json"
                            + ofJob);
        }
    }

    @BeforeAll
    static void open() {
        stores = Stores.open();
    }

    @AfterAll
    static void close() {
        stores.close();
    }

    private static LeaseStore.Recording article(Lease lease, JsonObject output) {
        return new LeaseStore.Recording(
                lease,
                40,
                Optional.of(new LeaseStore.StepOutput("article", output, 7)),
                List.of(
                        new JobEvent(2, 1, "blog-result", output.encode()),
                        new JobEvent(3, 1, "other-result", "{\"length\":1}")));
    }

    private static JsonObject output(Object content) {
        return new JsonObject().put("title", "Tomatoes").put("content", content).put("tags", new JsonArray().add("a"));
    }

    private static String result(Object content) {
        return new JsonObject()
                .put("data", output(content).put("content2", "short"))
                .put("savedPost", new JsonObject().put("content", content))
                .encode();
    }

    private static LeaseStore.Settlement settlement(
            Lease lease, String result, Optional<LeaseStore.Recording> last, Object content) {
        return new LeaseStore.Settlement(
                lease,
                result,
                last,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new LeaseStore.Repeated("article", "content", Json.encode(content))));
    }

    private LeasedJob recorded(Object content) {
        LeasedJob job = stores.leased(worker, stores.submitted(user));
        assertThat(stores.done(() -> worker.record(article(job.lease(), output(content)))))
                .isTrue();
        return job;
    }

    private static List<String> events(LeasedJob job) {
        return stores
                .done(() -> new EventStore(stores.database()).after(job.lease().jobId(), 1))
                .stream()
                .map(JobEvent::data)
                .toList();
    }

    private static String text(LeasedJob job, String query) {
        return stores.text(query, job.lease().jobId());
    }

    @ParameterizedTest
    @EnumSource
    void anEventThatRepeatsItsCheckpointIsReadAsItWasWritten(Form form) {
        LeasedJob job = recorded(TEXT);
        form.apply(job);

        assertThat(events(job)).containsExactly(output(TEXT).encode(), "{\"length\":1}");
    }

    @Test
    void itIsStoredAsAReference() {
        LeasedJob job = recorded(TEXT);

        assertThat(
                        text(
                                job,
                                "select count(data) || ' ' || coalesce(max(output_of), 'none') from job_events where job_id = $job and seq > 1"))
                .isEqualTo("1 article");
    }

    @ParameterizedTest
    @EnumSource
    void aResultThatRepeatsACheckpointIsReadAsItWasWritten(Form form) {
        LeasedJob job = recorded(TEXT);
        String result = result(TEXT);
        Owner owner = job.owner();
        UUID id = job.lease().jobId();

        assertThat(stores.done(() -> worker.succeed(settlement(job.lease(), result, Optional.empty(), TEXT))))
                .hasValue(4);
        form.apply(job);

        assertThat(stores.done(() -> stores.jobs().find(id, owner))
                        .orElseThrow()
                        .result())
                .hasValue(result);
        assertThat(stores.done(() -> new DetailStore(stores.database()).find(id, owner))
                        .orElseThrow()
                        .job()
                        .result())
                .hasValue(result);
        assertThat(events(job)).last().isEqualTo("{\"result\":" + result + "}");
    }

    @Test
    void aResultThatRepeatsACheckpointIsStoredAsATemplate() {
        LeasedJob job = recorded(TEXT);
        String result = result(TEXT);

        stores.done(() -> worker.succeed(settlement(job.lease(), result, Optional.empty(), TEXT)));

        assertThat(text(job, "select length(template) from job_results where job_id = $job and result is null"))
                .isEqualTo(
                        Integer.toString(result.replace(Json.encode(TEXT), "_").length()));
    }

    @Test
    void theCheckpointMayBeStoredWithTheResult() {
        LeasedJob job = stores.leased(worker, stores.submitted(user));
        JsonArray content = new JsonArray().add(TEXT).add(new JsonObject().put("of", 1.50));
        String result = result(content);

        stores.done(() -> worker.succeed(
                settlement(job.lease(), result, Optional.of(article(job.lease(), output(content))), content)));

        assertThat(events(job))
                .containsExactly(output(content).encode(), "{\"length\":1}", "{\"result\":" + result + "}");
        assertThat(text(job, "select count(template) from job_results where job_id = $job"))
                .isEqualTo("1");
    }

    /** A run that does not know yet that it has ended may store its checkpoint before the one that goes on. */
    @Test
    void nothingRefersToTheCheckpointOfAnotherRun() {
        LeasedJob job = recorded(TEXT);
        JsonObject other = output("Other " + TEXT);
        String result = result("Other " + TEXT);

        stores.done(() -> worker.record(new LeaseStore.Recording(
                job.lease(),
                40,
                Optional.of(new LeaseStore.StepOutput("article", other, 7)),
                List.of(new JobEvent(4, 1, "blog-result", other.encode())))));
        stores.done(() -> worker.succeed(settlement(job.lease(), result, Optional.empty(), "Other " + TEXT)));

        assertThat(events(job))
                .containsExactly(
                        output(TEXT).encode(), "{\"length\":1}", other.encode(), "{\"result\":" + result + "}");
    }

    @ParameterizedTest
    @EnumSource
    void operatorsSeeTheDataOfEvents(Form form) {
        LeasedJob job = recorded(TEXT);
        form.apply(job);

        JsonObject event = stores.done(
                        () -> new JobSearch(stores.database()).find(job.lease().jobId()))
                .orElseThrow()
                .events()
                .getJsonObject(1);

        assertThat(event.getJsonObject("data")).isEqualTo(output(TEXT));
        assertThat(event.getInteger("characters"))
                .isEqualTo(output(TEXT)
                        .encode()
                        .codePointCount(0, output(TEXT).encode().length()));
    }

    @Test
    void hostileTextsAreReadAsTheyWereWritten() {
        Random random = new Random(5);
        for (int i = 0; i < 40; i++) {
            String content =
                    random.ints(600, 0, PIECES.size()).mapToObj(PIECES::get).collect(Collectors.joining());
            LeasedJob job = recorded(content);

            stores.done(() -> worker.succeed(settlement(job.lease(), result(content), Optional.empty(), content)));

            assertThat(events(job)).first().isEqualTo(output(content).encode());
            assertThat(events(job)).last().isEqualTo("{\"result\":" + result(content) + "}");
        }
    }

    @Test
    void shortTextsAndResultsWithoutTheMemberAreStoredWhole() {
        for (String content : List.of("short", TEXT)) {
            LeasedJob job = recorded(content);

            stores.done(() -> worker.succeed(settlement(
                    job.lease(), content.equals("short") ? result(content) : "{}", Optional.empty(), content)));

            assertThat(text(job, "select result is not null and template is null from job_results where job_id = $job"))
                    .isEqualTo("t");
        }
    }

    @Test
    void anEventKeepsItsDataWhenTheCheckpointIsDiscarded() {
        LeasedJob job = recorded(TEXT);
        UUID id = job.lease().jobId();
        stores.done(() -> worker.fail(job.lease(), ErrorCode.INTERNAL, "No", true));

        Servers.execute(
                stores.url(),
                "select retry_job_from('" + id + "', '" + user + "', null, 0, null, null,"
                        + " array['content_generation'], array['article'], null, null)");

        assertThat(text(job, "select count(*) from job_steps where job_id = $job"))
                .isEqualTo("0");
        assertThat(events(job)).first().isEqualTo(output(TEXT).encode());
    }
}
