package dev.pressroom.page.fetch;

import dev.pressroom.page.PageFailures;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Bounds the memory of all pages that a node is processing: one budget for bodies being received, one for pages being
 * decoded and parsed. A page waits until its bytes are granted; parsing never waits for receiving.
 */
public final class PageMemory {
    /** Each of the two budgets is a fifth of the heap. */
    private static final int HEAP_DIVISOR = 5;

    private static final Duration MAX_WAIT = Duration.ofSeconds(30);

    /** For a page that already holds memory: pages that wait for each other must not wait long. */
    private static final Duration MAX_WAIT_FOR_MORE = Duration.ofSeconds(5);

    private final MemoryBudget receiving;
    private final MemoryBudget parsing;

    PageMemory(Vertx vertx, long bytesPerStage) {
        receiving = new MemoryBudget(vertx, bytesPerStage);
        parsing = new MemoryBudget(vertx, bytesPerStage);
    }

    static PageMemory ofHeap(Vertx vertx) {
        return new PageMemory(vertx, Runtime.getRuntime().maxMemory() / HEAP_DIVISOR);
    }

    void measure(MeterRegistry registry) {
        gauge(registry, "receiving", receiving);
        gauge(registry, "parsing", parsing);
    }

    private static void gauge(MeterRegistry registry, String stage, MemoryBudget budget) {
        Gauge.builder("pressroom.pages.memory", budget, MemoryBudget::taken)
                .tag("stage", stage)
                .baseUnit("bytes")
                .description("Memory counted for pages that are being processed")
                .register(registry);
        Gauge.builder("pressroom.pages.waiting", budget, MemoryBudget::waiting)
                .tag("stage", stage)
                .description("Pages that wait for memory")
                .register(registry);
    }

    /** The memory of one page. Close it when only the extracted facts are still needed. */
    public Share share() {
        return new Share();
    }

    /** The memory of one body, from its first byte until it is decoded. Stays on one Vert.x context. */
    interface BodyMemory {
        /**
         * Takes bytes to receive more of the body. Fails with {@code PAGE_TIMEOUT} when they are not granted in time.
         */
        Future<Void> receive(long bytes);

        /** Takes bytes to decode and parse. Fails with {@code PAGE_TIMEOUT} when they are not granted in time. */
        Future<Void> parse(long bytes);

        /** The body is decoded: returns its memory, and all parse memory above {@code bytesToParse}. */
        void decoded(long bytesToParse);
    }

    /** The memory of one page. Stays on one Vert.x context. */
    public final class Share implements BodyMemory {
        private long received;
        private long parsed;
        private boolean closed;

        private Share() {}

        /** Waits 30 s at most, and 5 s at most for more of the same body. */
        @Override
        public Future<Void> receive(long bytes) {
            long counted = receiving.counted(bytes);
            Duration wait = received == 0 ? MAX_WAIT : MAX_WAIT_FOR_MORE;
            return receiving.take(counted, wait).onSuccess(v -> {
                received += counted;
                releaseIfClosed();
            });
        }

        /** Waits 30 s at most. */
        @Override
        public Future<Void> parse(long bytes) {
            long counted = parsing.counted(bytes);
            return parsing.take(counted, MAX_WAIT).onSuccess(v -> {
                parsed += counted;
                releaseIfClosed();
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

        /** For a style sheet or a frame of the page. */
        Part part() {
            return new Part(this);
        }

        /** Bytes may be granted after the page was closed. */
        private void releaseIfClosed() {
            if (closed) {
                close();
            }
        }
    }

    /**
     * The memory of a part of a page while it is fetched. It never waits, since the page holds memory that others wait
     * for; without free memory the part is left out.
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

        /** The page keeps the memory for parsing until it is closed. */
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
