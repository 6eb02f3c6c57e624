package dev.pressroom.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pressroom.store.Script;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Stores;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order in which jobs are served, in a real Redis. */
class RedisJobQueueIT {
    private static final JobType TYPE = JobType.CONTENT_GENERATION;
    private static final String KEYS = "pressroom:{content_generation}:";

    private Stores stores;
    private RedisJobQueue queue;
    private Redis redis;

    @BeforeEach
    void open() {
        stores = Stores.open();
        queue = stores.queue();
        redis = Redis.createClient(
                stores.vertx(), stores.settings().redis().url().orElseThrow().value());
    }

    @AfterEach
    void close() {
        redis.close();
        stores.done(queue::close);
        stores.close();
    }

    @Test
    void aTenantOfOneDoesNotWaitBehindATenantOfAThousand() {
        enqueue(entries("big", 1000));
        RedisJobQueue.Entry small = entry("small");
        enqueue(List.of(small));

        assertThat(ids(claim(3))).contains(small.jobId());
    }

    @Test
    void whatWasInterruptedIsServedBeforeAllThatWait() {
        enqueue(entries("one", 100));
        claim(10);
        RedisJobQueue.Entry interrupted = new RedisJobQueue.Entry(TYPE, UUID.randomUUID(), 2, "one", true);
        enqueue(List.of(interrupted));

        assertThat(ids(claim(1))).containsExactly(interrupted.jobId());
    }

    @Test
    void beingInterruptedCostsATenantNoTurn() {
        enqueue(entries("one", 3));
        enqueue(List.of(
                new RedisJobQueue.Entry(TYPE, UUID.randomUUID(), 2, "two", true),
                new RedisJobQueue.Entry(TYPE, UUID.randomUUID(), 2, "two", true)));
        RedisJobQueue.Entry next = entry("two");
        enqueue(List.of(next));

        assertThat(ids(claim(4))).contains(next.jobId());
    }

    @Test
    void tenantsTakeTurnsWhileBothHaveWork() {
        List<RedisJobQueue.Entry> big = entries("big", 100);
        enqueue(big);
        claim(50);
        List<RedisJobQueue.Entry> other = entries("other", 20);
        enqueue(other);

        List<UUID> next = ids(claim(20));

        assertThat(next.stream().filter(ids(other)::contains).count()).isBetween(9L, 11L);
    }

    @Test
    void theEntriesOfOneTenantAreServedInTheirOrder() {
        List<RedisJobQueue.Entry> entries = entries("one", 50);
        enqueue(entries);

        assertThat(ids(claim(50))).containsExactlyElementsOf(ids(entries));
    }

    @Test
    void anEntryThatIsInTheQueueStaysWhereItIs() {
        List<RedisJobQueue.Entry> entries = entries("one", 5);
        enqueue(entries);

        assertThat(enqueue(List.of(entries.get(0), entries.get(3)))).isZero();

        assertThat(ids(claim(10))).containsExactlyElementsOf(ids(entries));
    }

    @Test
    void anotherAttemptIsAnotherEntry() {
        RedisJobQueue.Entry first = entry("one");
        RedisJobQueue.Entry second = new RedisJobQueue.Entry(TYPE, first.jobId(), 2, "one");

        assertThat(enqueue(List.of(first, second))).isEqualTo(2);
        assertThat(claim(2))
                .containsExactly(
                        new RedisJobQueue.Claimed(first.jobId(), 1), new RedisJobQueue.Claimed(first.jobId(), 2));
    }

    @Test
    void manyWhoClaimAtOnceGetEachEntryOnce() {
        enqueue(entries("one", 300));
        enqueue(entries("two", 300));

        List<UUID> claimed = stores.done(() -> Future.all(IntStream.range(0, 100)
                        .mapToObj(i -> queue.claim(TYPE, 7))
                        .toList())
                .map(all -> {
                    List<UUID> together = new ArrayList<>();
                    all.<List<RedisJobQueue.Claimed>>list().forEach(some -> together.addAll(ids(some)));
                    return together;
                }));

        assertThat(claimed).hasSize(600);
        assertThat(new HashSet<>(claimed)).hasSize(600);
    }

    @Test
    void thePositionIsTheRank() {
        List<RedisJobQueue.Entry> entries = entries("one", 3);
        enqueue(entries);

        assertThat(position(entries.get(0))).isEqualTo("1");
        assertThat(position(entries.get(2))).isEqualTo("3");
        claim(1);
        assertThat(position(entries.get(2))).isEqualTo("2");
        assertThat(position(entries.get(0))).isEqualTo("none");
    }

    @Test
    void aRemovedEntryIsNotServed() {
        List<RedisJobQueue.Entry> entries = entries("one", 2);
        enqueue(entries);

        stores.done(() -> queue.remove(TYPE, entries.get(0).jobId(), 1));

        assertThat(ids(claim(5))).containsExactly(entries.get(1).jobId());
    }

    @Test
    void typesHaveQueuesOfTheirOwn() {
        enqueue(entries("one", 2));

        assertThat(stores.done(() -> queue.claim(JobType.WEBSITE_ANALYSIS, 5))).isEmpty();
        assertThat(stores.done(() -> queue.size(TYPE))).isEqualTo(2);
    }

    @Test
    void anEmptiedRedisWorksFromTheStart() {
        enqueue(entries("one", 5));
        claim(2);
        send(Request.cmd(Command.FLUSHDB));

        List<RedisJobQueue.Entry> entries = entries("one", 2);
        assertThat(enqueue(entries)).isEqualTo(2);
        assertThat(ids(claim(5))).containsExactlyElementsOf(ids(entries));
    }

    @Test
    void scriptsThatRedisHasForgottenAreSentAgain() {
        enqueue(entries("one", 1));
        claim(1);
        send(Request.cmd(Command.SCRIPT).arg("FLUSH"));

        assertThat(enqueue(entries("one", 1))).isEqualTo(1);
        send(Request.cmd(Command.SCRIPT).arg("FLUSH"));
        assertThat(claim(1)).hasSize(1);
    }

    @Test
    void aHeavierTenantIsServedMoreOften() {
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            arguments.addAll(List.of("light-" + i, "light", "1"));
        }
        for (int i = 0; i < 60; i++) {
            arguments.addAll(List.of("heavy-" + i, "heavy", "3"));
        }
        Request enqueue = Request.cmd(Command.EVAL)
                .arg(Script.load("enqueue").text())
                .arg(3)
                .arg(KEYS + "ready")
                .arg(KEYS + "tags")
                .arg(KEYS + "time");
        arguments.forEach(enqueue::arg);
        send(enqueue);

        Response first =
                send(Request.cmd(Command.ZRANGE).arg(KEYS + "ready").arg(0).arg(39));

        assertThat(first.stream().filter(entry -> entry.toString().startsWith("heavy")))
                .hasSize(30);
    }

    @Test
    void aTenantWhoseTurnsAreOverIsForgotten() {
        enqueue(entries("one", 3));
        enqueue(entries("two", 5));
        assertThat(tenantsKnown()).isEqualTo(2);

        claim(6);
        assertThat(tenantsKnown()).isEqualTo(1);
        claim(2);

        assertThat(tenantsKnown()).isZero();
    }

    @Test
    void aTenantThatWasForgottenGetsNoAdvantage() {
        enqueue(entries("busy", 10));
        claim(10);
        List<RedisJobQueue.Entry> back = entries("busy", 10);
        enqueue(back);
        List<RedisJobQueue.Entry> fresh = entries("fresh", 10);
        enqueue(fresh);

        List<UUID> next = ids(claim(10));

        assertThat(next.stream().filter(ids(fresh)::contains).count()).isEqualTo(5);
    }

    @Test
    void aRedisThatMayThrowEntriesAwayIsRefusedAtTheStart() {
        try (Servers.Own servers = Servers.own()) {
            Redis own = Redis.createClient(stores.vertx(), servers.redisUrl());
            stores.done(() -> own.send(Request.cmd(Command.CONFIG)
                    .arg("SET")
                    .arg("maxmemory-policy")
                    .arg("allkeys-lru")));
            own.close();

            assertThatThrownBy(() -> Service.start(
                            Map.of("DATABASE_URL", servers.databaseUrl(), "REDIS_URL", servers.redisUrl())))
                    .hasMessageContaining("maxmemory-policy allkeys-lru")
                    .hasMessageContaining("noeviction");
        }
    }

    private int enqueue(List<RedisJobQueue.Entry> entries) {
        return stores.done(() -> queue.enqueue(TYPE, entries));
    }

    private List<RedisJobQueue.Claimed> claim(int count) {
        return stores.done(() -> queue.claim(TYPE, count));
    }

    private String position(RedisJobQueue.Entry entry) {
        return stores.done(() -> queue.positions(
                        TYPE, List.of(new RedisJobQueue.Claimed(entry.jobId(), entry.attempt())))
                .map(all -> all.get(0))
                .map(found -> found.isPresent() ? Integer.toString(found.getAsInt()) : "none"));
    }

    private int tenantsKnown() {
        return send(Request.cmd(Command.ZCARD).arg(KEYS + "tags")).toInteger();
    }

    private Response send(Request request) {
        return stores.done(() -> redis.send(request));
    }

    private static RedisJobQueue.Entry entry(String tenant) {
        return new RedisJobQueue.Entry(TYPE, UUID.randomUUID(), 1, tenant);
    }

    private static List<RedisJobQueue.Entry> entries(String tenant, int count) {
        return IntStream.range(0, count).mapToObj(i -> entry(tenant)).toList();
    }

    private static List<UUID> ids(List<?> entries) {
        return entries.stream()
                .map(each -> each instanceof RedisJobQueue.Entry entry
                        ? entry.jobId()
                        : ((RedisJobQueue.Claimed) each).jobId())
                .toList();
    }
}
