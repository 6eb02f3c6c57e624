package dev.pressroom.page.fetch;

import dev.pressroom.page.PageFailures;
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

    /** The memory of one body, from its first byte until it is decoded. Stays on one Vert.x context. */
    interface BodyMemory {
        /** Takes memory for as much more of the body. Fails with {@code PAGE_TIMEOUT} when there is none. */
        Future<Void> receive(long bytes);

        /** Takes memory to decode and parse. Fails with {@code PAGE_TIMEOUT} when there is none. */
        Future<Void> parse(long bytes);

        /** The body is decoded: gives back its memory, and what parsing will not need. */
        void decoded(long bytesToParse);
    }

    /** What one page holds. Stays on one Vert.x context. */
    public final class Share implements BodyMemory {
        private long received;
        private long parsed;
        private boolean closed;

        private Share() {}

        /** Waits 30 s at most, and 5 s for more of a body that has some. */
        @Override
        public Future<Void> receive(long bytes) {
            long counted = receiving.counted(bytes);
            Duration wait = received == 0 ? LONGEST_WAIT : LONGEST_WAIT_FOR_MORE;
            return receiving.take(counted, wait).onSuccess(v -> {
                received += counted;
                closeAgain();
            });
        }

        /** Waits 30 s at most. */
        @Override
        public Future<Void> parse(long bytes) {
            long counted = parsing.counted(bytes);
            return parsing.take(counted, LONGEST_WAIT).onSuccess(v -> {
                parsed += counted;
                closeAgain();
            });
        }

        @Override
        public void decoded(long bytesToParse) {
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

        /** For something that belongs to the page, such as a style sheet. */
        Part part() {
            return new Part(this);
        }

        /** Memory may come when it is not wanted any more. */
        private void closeAgain() {
            if (closed) {
                close();
            }
        }
    }

    /**
     * What a part of a page holds while it is fetched. It never waits, since the page itself holds memory that others
     * wait for: without room the part is left out.
     */
    final class Part implements BodyMemory {
        private final Share page;
        private long held;
        private boolean closed;

        private Part(Share page) {
            this.page = page;
        }

        @Override
        public Future<Void> receive(long bytes) {
            return take(bytes);
        }

        @Override
        public Future<Void> parse(long bytes) {
            return take(bytes);
        }

        private Future<Void> take(long bytes) {
            if (closed || !parsing.tryTake(bytes)) {
                return Future.failedFuture(PageFailures.busy());
            }
            held += bytes;
            return Future.succeededFuture();
        }

        /** The page keeps what parsing needs until it is closed itself. */
        @Override
        public void decoded(long bytesToParse) {
            long kept = Math.min(held, bytesToParse);
            page.parsed += kept;
            held -= kept;
            close();
        }

        void close() {
            closed = true;
            parsing.give(held);
            held = 0;
        }
    }
}
