package dev.pressroom.chaos;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.UUIDClock;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.pressroom.Node;
import dev.pressroom.base.Sources;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.job.JobType;
import dev.pressroom.pipeline.Pipeline;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A node in a JVM of its own, with the jobs of a chaos run. Says on its output when it is ready and which steps it
 * begins, takes orders on its input, and halts when that closes: whoever started it is gone.
 */
final class ChaosNode {
    static final String READY = "Ready: ";
    static final String BEGAN = "Began: ";

    /** From now on no bus message leaves the node, to itself or to others. */
    static final String DROP = "drop";

    /** Bus messages go their way again. */
    static final String DELIVER = "deliver";

    private static final AtomicBoolean DROPPING = new AtomicBoolean();

    private ChaosNode() {}

    /** Arguments: the node's id, and by how many seconds its clock is wrong. */
    public static void main(String[] arguments) throws Exception {
        UUID id = UUID.fromString(arguments[0]);
        Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(Long.parseLong(arguments[1])));
        Node node = Node.start(
                        SettingsLoader.load(System.getenv(), Optional.empty()),
                        new Sources(clock, idsFrom(id, clock), RandomGenerator.getDefault()),
                        services -> pipelines(services.vertx(), id))
                .await(90, TimeUnit.SECONDS);
        System.out.println(READY + node.port());
        obey();
        Runtime.getRuntime().halt(1);
    }

    /** A node's first id is its own. */
    private static Supplier<UUID> idsFrom(UUID first, Clock clock) {
        TimeBasedEpochGenerator others = Generators.timeBasedEpochGenerator(new Random(), new UUIDClock() {
            @Override
            public long currentTimeMillis() {
                return clock.millis();
            }
        });
        AtomicBoolean taken = new AtomicBoolean();
        return () -> taken.compareAndSet(false, true) ? first : others.generate();
    }

    private static Map<JobType, Pipeline> pipelines(Vertx vertx, UUID id) {
        vertx.eventBus().addOutboundInterceptor(delivery -> {
            if (!DROPPING.get()) {
                delivery.next();
            }
        });
        return Map.of(
                JobType.CONTENT_GENERATION,
                new ChaosPipeline(
                        id, (job, step, attempt) -> System.out.println(BEGAN + job + " " + step + " " + attempt)));
    }

    private static void obey() throws Exception {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            DROPPING.set(order.equals(DROP));
        }
    }
}
