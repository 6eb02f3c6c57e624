package dev.pressroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.FreePort;
import dev.pressroom.config.Settings;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.limit.RedisSlidingWindow;
import dev.pressroom.support.Await;
import dev.pressroom.support.RedisProcess;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The queue in a Redis Cluster of three masters, and in a master found through a Sentinel. */
class RedisKindsIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int SLOTS = 16_384;
    private static final int NODES = 3;

    private final Vertx vertx = Vertx.vertx();
    private final List<RedisProcess> processes = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
        processes.forEach(RedisProcess::close);
    }

    @Test
    void aClusterKeepsTheQueuesOfAllTypes() throws Exception {
        cluster();
        RedisJobQueue queue = queue("redis://:secret@" + processes.get(0).address() + ","
                + processes.get(1).address());

        for (JobType type : servedTypes()) {
            assertThat(throughTheQueue(queue, type)).isEqualTo(2);
        }
    }

    @Test
    void oneNodeOfAClusterIsEnoughToFindTheOthers() throws Exception {
        cluster();
        RedisJobQueue queue = queue("redis://:secret@" + processes.get(2).address() + "?cluster=true");

        for (JobType type : servedTypes()) {
            assertThat(throughTheQueue(queue, type)).isEqualTo(2);
        }
        assertThat(queue.fault().await(20, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void requestsAreCountedInACluster() throws Exception {
        cluster();
        RedisSlidingWindow window = RedisSlidingWindow.open(
                vertx, "redis://:secret@" + processes.get(0).address() + "?cluster=true", settings());

        for (String caller : List.of("ann", "ben", "cleo", "dora")) {
            assertThat(Await.value(
                            SOON,
                            () -> window.allowance("read:" + caller, 10, 1, 0)
                                    .map(true)
                                    .otherwise(false)
                                    .await(20, TimeUnit.SECONDS),
                            counted -> counted))
                    .isTrue();
        }
    }

    @Test
    void aClusterThatTheUrlDoesNotNameIsSaidToBeOne() throws Exception {
        cluster();

        assertThat(queue("redis://:secret@" + processes.get(0).address())
                        .fault()
                        .await(20, TimeUnit.SECONDS))
                .contains("Redis runs as a cluster. Add ?cluster=true to REDIS_URL.");
    }

    @Test
    void aSentinelNamesTheMaster() throws Exception {
        RedisProcess master = started("requirepass secret\n");
        RedisProcess sentinel = started(
                "requirepass secret\nsentinel monitor pressroom 127.0.0.1 " + master.port()
                        + " 1\nsentinel auth-pass pressroom secret\n",
                "--sentinel");
        RedisJobQueue queue = queue("redis://:secret@" + sentinel.address() + "?sentinel=pressroom");

        assertThat(throughTheQueue(queue, JobType.CONTENT_GENERATION)).isEqualTo(2);
        assertThat(queue("redis://:secret@" + sentinel.address()).fault().await(20, TimeUnit.SECONDS))
                .contains("A Sentinel answers at REDIS_URL. Add ?sentinel= and the name of its master.");
    }

    private static List<JobType> servedTypes() {
        return Arrays.stream(JobType.values())
                .filter(type -> type != JobType.OTHER)
                .toList();
    }

    /** Enqueues two entries, reads their positions, claims and settles them. Returns the number of claimed entries. */
    private static int throughTheQueue(RedisJobQueue queue, JobType type) throws Exception {
        List<JobQueue.Entry> entries = Stream.generate(() -> new JobQueue.Entry(type, UUID.randomUUID(), 1, "any"))
                .limit(2)
                .toList();
        queue.enqueue(type, entries).await(20, TimeUnit.SECONDS);
        queue.setMarker(type).await(20, TimeUnit.SECONDS);
        assertThat(queue.hasMarker(type).await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(queue.positions(
                                type,
                                List.of(new JobQueue.Claimed(entries.get(0).jobId(), 1)))
                        .await(20, TimeUnit.SECONDS))
                .containsExactly(OptionalInt.of(1));
        List<JobQueue.Claimed> claimed = queue.claim(type, 10).await(20, TimeUnit.SECONDS);
        queue.settle(type, claimed).await(20, TimeUnit.SECONDS);
        return claimed.size();
    }

    private RedisJobQueue queue(String url) {
        return RedisJobQueue.open(vertx, url, settings());
    }

    private static Settings.Redis settings() {
        return SettingsLoader.load(Map.of(), Optional.empty()).redis();
    }

    private RedisProcess started(String settings, String... arguments) {
        RedisProcess process = RedisProcess.start(settings, arguments);
        processes.add(process);
        return process;
    }

    private void cluster() throws Exception {
        List<Integer> busPorts = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            busPorts.add(FreePort.at("127.0.0.1"));
            RedisProcess node = started("cluster-enabled yes\ncluster-port " + busPorts.get(i)
                    + "\nrequirepass secret\nmasterauth secret\n");
            Request slots = Request.cmd(Command.CLUSTER).arg("ADDSLOTS");
            IntStream.range(i * SLOTS / NODES, (i + 1) * SLOTS / NODES).forEach(slots::arg);
            ask(node, slots);
            ask(node, Request.cmd(Command.CLUSTER).arg("SET-CONFIG-EPOCH").arg(i + 1));
        }
        for (int i = 0; i < NODES; i++) {
            ask(
                    processes.get(0),
                    Request.cmd(Command.CLUSTER)
                            .arg("MEET")
                            .arg("127.0.0.1")
                            .arg(processes.get(i).port())
                            .arg(busPorts.get(i)));
        }
        Await.until(SOON, () -> processes.stream().allMatch(this::knowsAll));
    }

    private boolean knowsAll(RedisProcess node) {
        String info = ask(node, Request.cmd(Command.CLUSTER).arg("INFO"));
        return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + NODES);
    }

    private String ask(RedisProcess node, Request request) {
        Redis client = Redis.createClient(vertx, "redis://:secret@" + node.address());
        try {
            return client.send(request).await(20, TimeUnit.SECONDS).toString();
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            client.close();
        }
    }
}
