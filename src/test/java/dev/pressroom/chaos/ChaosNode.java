package dev.pressroom.chaos;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.UUIDClock;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.pressroom.Node;
import dev.pressroom.Pipelines;
import dev.pressroom.base.Sources;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.job.JobType;
import dev.pressroom.pipeline.Pipeline;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
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

    /** Collects garbage and prints the bytes of the heap that are in use then. */
    static final String HEAP = "heap";

    static final String HEAP_IS = "Heap: ";

    private static final AtomicBoolean DROPPING = new AtomicBoolean();

    private ChaosNode() {}

    /** Arguments: the node's id, and by how many seconds its clock is wrong. */
    public static void main(String[] arguments) throws Exception {
        UUID id = UUID.fromString(arguments[0]);
        Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(Long.parseLong(arguments[1])));
        Node node = Node.start(
                        SettingsLoader.load(System.getenv(), Optional.empty()),
                        new Sources(clock, idsFrom(id, clock), RandomGenerator.getDefault()),
                        services -> pipelines(services, id))
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

    private static Map<JobType, Pipeline> pipelines(Pipelines.Services services, UUID id) {
        Map<JobType, Pipeline> real = Pipelines.STANDARD.create(services);
        services.vertx().eventBus().addOutboundInterceptor(delivery -> {
            if (!DROPPING.get()) {
                delivery.next();
            }
        });
        return Map.of(
                JobType.CONTENT_GENERATION,
                new ChaosPipeline(
                        id,
                        (job, step, attempt) -> System.out.println(BEGAN + job + " " + step + " " + attempt),
                        real.get(JobType.CONTENT_GENERATION)),
                JobType.WEBSITE_ANALYSIS,
                real.get(JobType.WEBSITE_ANALYSIS));
    }

    private static long heapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void obey() throws Exception {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            switch (order) {
                case DROP -> DROPPING.set(true);
                case DELIVER -> DROPPING.set(false);
                case HEAP -> System.out.println(HEAP_IS + heapBytes());
                default -> throw new IllegalArgumentException(order);
            }
        }
    }
}
