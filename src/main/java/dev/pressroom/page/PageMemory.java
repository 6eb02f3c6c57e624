package dev.pressroom.page;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Bounds the memory of all pages that a node has in hand: a share of the heap for what is being received, and one for
 * what is being decoded and parsed. Pages wait for their turn; a page that is parsed never waits for one that is
 * received.
 */
public final class PageMemory {
    /** Of the heap, for each of both. */
    private static final int SHARE = 5;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    /** While a page holds memory itself: pages that wait for each other must not do so for long. */
    private static final Duration LONGEST_WAIT_FOR_MORE = Duration.ofSeconds(5);

    private final MemoryBudget receiving;
    private final MemoryBudget parsing;

    PageMemory(Vertx vertx, long bytesOfEach) {
        receiving = new MemoryBudget(vertx, bytesOfEach);
        parsing = new MemoryBudget(vertx, bytesOfEach);
    }

    /** A fifth of the heap for pages being received, and as much for pages being parsed. */
    static PageMemory ofHeap(Vertx vertx) {
        return new PageMemory(vertx, Runtime.getRuntime().maxMemory() / SHARE);
    }

    void measure(MeterRegistry registry) {
        gauge(registry, "receiving", receiving);
        gauge(registry, "parsing", parsing);
    }

    private static void gauge(MeterRegistry registry, String stage, MemoryBudget budget) {
        Gauge.builder("pressroom.pages.memory", budget, MemoryBudget::taken)
                .tag("stage", stage)
                .baseUnit("bytes")
                .description("Memory counted for pages in hand")
                .register(registry);
        Gauge.builder("pressroom.pages.waiting", budget, MemoryBudget::waiting)
                .tag("stage", stage)
                .description("Pages that wait for memory")
                .register(registry);
    }

    /** For one page; to be closed when nothing of the page but its facts is left. */
    public Share share() {
        return new Share();
    }

    /** What one page holds. Stays on one Vert.x context. */
    public final class Share {
        private long received;
        private long parsed;
        private boolean closed;

        private Share() {}

        /** Takes memory for as much more of the body. Fails with {@code PAGE_TIMEOUT} when it has waited too long. */
        Future<Void> receive(long bytes) {
            long counted = receiving.counted(bytes);
            Duration wait = received == 0 ? LONGEST_WAIT : LONGEST_WAIT_FOR_MORE;
            return receiving.take(counted, wait).onSuccess(v -> {
                received += counted;
                closeAgain();
            });
        }

        /** Takes memory to decode and parse. Fails with {@code PAGE_TIMEOUT} when there is none for 30 s. */
        Future<Void> parse(long bytes) {
            long counted = parsing.counted(bytes);
            return parsing.take(counted, LONGEST_WAIT).onSuccess(v -> {
                parsed += counted;
                closeAgain();
            });
        }

        /** The body is decoded: gives back its memory, and what parsing will not need. */
        void decoded(long bytesToParse) {
            long kept = Math.min(parsed, parsing.counted(bytesToParse));
            receiving.give(received);
            parsing.give(parsed - kept);
            received = 0;
            parsed = kept;
        }

        public void close() {
            closed = true;
            receiving.give(received);
            parsing.give(parsed);
            received = 0;
            parsed = 0;
        }

        /** Memory may come when it is not wanted any more. */
        private void closeAgain() {
            if (closed) {
                close();
            }
        }
    }
}
