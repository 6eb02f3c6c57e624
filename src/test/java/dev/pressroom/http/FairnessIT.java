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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ids that a client makes up bring it no second turn. Nobody runs the jobs: they wait at their places. */
class FairnessIT {
    private static final int MANY = 1000;
    private static final int BATCH = 500;
    private static final String PROXY = "127.0.0.0/8";

    private Service service;

    @BeforeEach
    void start() {
        service = Service.start(
                Map.of("PRESSROOM_ROLES", "http", "PRESSROOM_TRUSTED_PROXIES", PROXY),
                new ScriptedPipeline().step("write").asPipelines());
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void aThousandOrganizationsOfOneUserKeepNobodyWaiting() {
        Api greedy = service.api(UUID.randomUUID());
        for (int i = 0; i < MANY; i += BATCH) {
            batch(greedy);
        }

        assertThat(placeOf(service.api(UUID.randomUUID()))).isBetween(1, 3);
    }

    @Test
    void aThousandSessionsFromOneNetworkKeepNobodyWaiting() {
        for (int i = 0; i < MANY; i++) {
            analysis("session-" + UUID.randomUUID(), "192.0.2.1");
        }

        UUID job = analysis("session-of-another", "192.0.2.2");

        assertThat(place(service.session("session-of-another"), job)).isBetween(1, 3);
    }

    @Test
    void theAddressesOfAnIpv6NetworkAreOneTenant() {
        for (int i = 0; i < 50; i++) {
            analysis("session-" + UUID.randomUUID(), "2001:db8:0:1::" + Integer.toHexString(i + 1));
        }

        UUID job = analysis("session-of-another", "2001:db8:0:2::1");

        assertThat(place(service.session("session-of-another"), job)).isBetween(1, 3);
    }

    private int placeOf(Api user) {
        return place(user, user.created(Api.order("Single")));
    }

    private static int place(Api caller, UUID job) {
        return caller.awaitStatus(job, status -> status.getInteger("queuePosition") != null)
                .getInteger("queuePosition");
    }

    /** Each for an organization of its own. */
    private static void batch(Api user) {
        JsonArray jobs = new JsonArray();
        for (int i = 0; i < BATCH; i++) {
            jobs.add(Api.order("Article " + i).put("type", "content_generation"));
        }
        HttpResponse<String> answer = user.post("/api/v1/jobs/batch", new JsonObject().put("jobs", jobs));
        assertThat(answer.statusCode()).isEqualTo(201);
    }

    private UUID analysis(String session, String address) {
        HttpResponse<String> answer = service.session(session)
                .post(
                        "/api/v1/jobs/website-analysis",
                        new JsonObject().put("url", "https://example.com/"),
                        "X-Forwarded-For",
                        address);
        assertThat(answer.statusCode()).isEqualTo(201);
        return UUID.fromString(Api.json(answer).getString("jobId"));
    }
}
