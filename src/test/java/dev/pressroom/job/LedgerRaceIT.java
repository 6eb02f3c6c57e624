package dev.pressroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.pipeline.StepContext;
import dev.pressroom.pipeline.StepResult;
import dev.pressroom.support.Api;
import dev.pressroom.support.Ledger;
import dev.pressroom.support.Race;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Sse;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Repeated races for one job: one transition wins, all clients get the same answer, and the ledger is consistent. */
class LedgerRaceIT {
    private static final int ROUNDS = 60;

    /** By how much earlier the loser of a round starts in the next one: the first and the smallest step. */
    private static final long FIRST_STRIDE_NANOS = 4_000_000;

    private static final long LAST_STRIDE_NANOS = 100_000;

    /** The gate for which the job's step waits. */
    private static final Map<String, Promise<Void>> GATES = new ConcurrentHashMap<>();

    private static Service service;
    private Api api;

    @BeforeAll
    static void start() {
        service = Service.start(
                Map.of("STARTING_CREDITS", "10"),
                new ScriptedPipeline().step("write", LedgerRaceIT::written).asPipelines());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void somebodyNew() {
        api = service.api(UUID.randomUUID());
    }

    private static Future<StepResult> written(StepContext context) {
        String gate = context.input().getString("gate");
        Future<Void> open = gate == null
                ? Future.succeededFuture()
                : ScriptedPipeline.here(GATES.get(gate).future());
        return open.map(ScriptedPipeline.said("write"));
    }

    /** The loser of a round starts earlier in the next one, so that most rounds are close races. */
    @Test
    void cancelAgainstCompletionHasOneWinnerWhomBothSidesKnow() {
        List<Integer> seen = new ArrayList<>();
        long headStart = 0;
        long stride = FIRST_STRIDE_NANOS;
        for (int round = 0; round < ROUNDS; round++) {
            int answer = raceOfCancelAndCompletion(service.api(UUID.randomUUID()), round, headStart);
            if (round > 0 && answer != seen.get(round - 1)) {
                stride = Math.max(LAST_STRIDE_NANOS, stride / 2);
            }
            headStart += answer == 200 ? -stride : stride;
            seen.add(answer);
        }

        assertThat(seen).containsOnly(200, 409);
        Ledger.assertFits(service.databaseUrl());
    }

    /** @param headStart nanoseconds by which the cancel starts before the completion; after it where negative */
    private int raceOfCancelAndCompletion(Api theirs, int round, long headStart) {
        String gate = "gate " + round;
        GATES.put(gate, Promise.promise());
        UUID job = theirs.created(Api.order("Race").put("gate", gate));
        theirs.await(job, "running");
        Sse stream = theirs.stream(job);

        List<HttpResponse<String>> answers = Race.of(2, i -> {
            LockSupport.parkNanos(Math.max(0, i == 0 ? -headStart : headStart));
            if (i == 0) {
                return theirs.cancel(job);
            }
            GATES.get(gate).complete();
            return null;
        });

        int cancelled = answers.get(0).statusCode();
        JsonObject end = theirs.await(job, "succeeded", "failed");
        assertThat(end.getString("status")).isEqualTo(cancelled == 200 ? "failed" : "succeeded");
        List<Sse.Event> events = stream.awaitEnd().events();
        assertThat(events.get(events.size() - 1).name()).isEqualTo(cancelled == 200 ? "failed" : "complete");
        JsonObject credits = Api.json(theirs.get("/api/v1/user/credits")).getJsonObject("data");
        assertThat(credits.getInteger("availableCredits")).isEqualTo(cancelled == 200 ? 10 : 9);
        assertThat(credits.getInteger("usedCredits")).isEqualTo(cancelled == 200 ? 0 : 1);
        return cancelled;
    }

    @RepeatedTest(15)
    void ofTwoRetriesAtOnceOneIsTakenAndOneHoldIsMade() {
        String gate = UUID.randomUUID().toString();
        GATES.put(gate, Promise.promise());
        UUID job = api.created(Api.order("Race").put("gate", gate));
        assertThat(api.cancel(job).statusCode()).isEqualTo(200);

        List<Integer> answers = Race.of(2, i -> api.retry(job).statusCode());

        assertThat(answers).containsExactlyInAnyOrder(200, 409);
        assertThat(entries(job)).isEqualTo("hold1 release1 hold2");
        GATES.get(gate).complete();
        api.await(job, "succeeded");
        assertThat(entries(job)).isEqualTo("hold1 release1 hold2 spend2");
        Ledger.assertFits(service.databaseUrl());
    }

    @RepeatedTest(15)
    void aRetryAgainstACancelLeavesNoHoldBehind() {
        String gate = UUID.randomUUID().toString();
        GATES.put(gate, Promise.promise());
        UUID job = api.created(Api.order("Race").put("gate", gate));
        api.cancel(job);

        Race.of(8, i -> i % 2 == 0 ? api.retry(job) : api.cancel(job));
        api.cancel(job);

        assertThat(api.status(job).getString("status")).isEqualTo("failed");
        assertThat(Api.json(api.get("/api/v1/user/credits"))
                        .getJsonObject("data")
                        .getInteger("availableCredits"))
                .isEqualTo(10);
        Ledger.assertFits(service.databaseUrl());
    }

    private static String entries(UUID job) {
        return Sql.text(
                service.databaseUrl(),
                "select string_agg(kind || attempt, ' ' order by attempt, kind) from credit_entries where job_id = '"
                        + job + "'");
    }
}
