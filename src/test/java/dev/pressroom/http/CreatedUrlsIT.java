package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The member {@code urls} of the answers to creates. */
class CreatedUrlsIT {
    private static Service service;
    private final Api api = service.api(UUID.randomUUID());

    @BeforeAll
    static void start() {
        service = Service.start(Map.of(), new ScriptedPipeline().step("write").asPipelines());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void theUrlsOfANewJobWork() {
        JsonObject created = Api.json(api.create(Api.order("With URLs")));
        JsonObject urls = created.getJsonObject("urls");

        assertThat(urls.fieldNames()).containsExactlyInAnyOrder("status", "stream", "cancel", "retry");
        assertThat(api.get(urls.getString("status")).statusCode()).isEqualTo(200);
        api.await(UUID.fromString(created.getString("jobId")), "succeeded");
        assertThat(api.get(urls.getString("stream")).body()).contains("event: complete");
        assertThat(api.post(urls.getString("cancel"), "{}").statusCode()).isEqualTo(409);
        assertThat(api.post(urls.getString("retry"), "{}").statusCode()).isEqualTo(409);
    }

    @Test
    void aReplayedAnswerHasThemToo() {
        JsonObject order = Api.order("Twice");

        String first = api.create(order, "Idempotency-Key", "urls").body();
        HttpResponse<String> replayed = api.create(order, "Idempotency-Key", "urls");

        assertThat(replayed.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(replayed.body()).isEqualTo(first).contains("\"urls\"");
    }

    @Test
    void eachJobOfABatchHasItsOwn() {
        JsonObject item = Api.order("Of a batch").put("type", "content_generation");

        JsonArray jobs = Api.json(
                        api.post("/api/v1/jobs/batch", new JsonObject().put("jobs", JsonArray.of(item, item))))
                .getJsonArray("jobs");

        assertThat(jobs).hasSize(2).allSatisfy(each -> {
            JsonObject job = (JsonObject) each;
            assertThat(job.getJsonObject("urls").getString("status"))
                    .isEqualTo("/api/v1/jobs/" + job.getString("jobId") + "/status");
        });
    }

    @Test
    void underAPathOfItsOwnTheyBeginWithItAndLocationDoesNot() {
        try (Service below = Service.start(
                Map.of("PRESSROOM_PUBLIC_URL", "https://example.com/press"),
                new ScriptedPipeline().step("write").asPipelines())) {
            HttpResponse<String> answer = below.api(UUID.randomUUID()).create(Api.order("Below"));

            assertThat(Api.json(answer).getJsonObject("urls").getString("stream"))
                    .startsWith("/press/api/v1/jobs/");
            assertThat(answer.headers().firstValue("Location").orElseThrow()).startsWith("/api/v1/jobs/");
        }
    }
}
