package dev.pressroom.http.stream;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.config.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/** The open streams of a verticle: their number, their timeouts and their end. */
final class OpenStreams {
    private static final long TICK_INTERVAL_MILLIS = 1000;

    /** Time before the end of a stream at which the event {@code stream-timeout} is sent. */
    private static final Duration WARNING = Duration.ofSeconds(10);

    /** Delay after which clients reconnect, to another node, when this one stops. */
    private static final int SHUTDOWN_RETRY_MILLIS = 500;

    private static final Consumer<Throwable> IGNORED = cause -> {};

    private final Vertx vertx;
    private final JobSubscriptions subscriptions;
    private final Settings.Streams settings;
    private final StreamMetrics metrics;
    private final Map<JobStream, Registration> open = new HashMap<>();
    private final long timer;

    /** Places for streams whose jobs are being created. */
    private int reserved;

    private boolean stopped;

    OpenStreams(Vertx vertx, JobSubscriptions subscriptions, Settings.Streams settings, StreamMetrics metrics) {
        this.vertx = vertx;
        this.subscriptions = subscriptions;
        this.settings = settings;
        this.metrics = metrics;
        this.timer = vertx.setPeriodic(TICK_INTERVAL_MILLIS, tick -> tick());
    }

    /** Fails with {@code OVERLOADED} when no further stream may be opened. */
    Future<Void> requireRoom() {
        return open.size() + reserved >= settings.maxOpen()
                ? Future.failedFuture(
                        new Failure(ErrorCode.OVERLOADED, "Too many streams are open on this node. Try again shortly."))
                : Future.succeededFuture();
    }

    /** Takes a place for a stream, to be given back by {@link #release}. Fails as {@link #requireRoom}. */
    Future<Void> reserve() {
        return requireRoom().onSuccess(room -> reserved++);
    }

    void release() {
        reserved--;
    }

    /** Whether this node stops. Streams opened now would end at once. */
    boolean isStopped() {
        return stopped;
    }

    /**
     * Subscribes a stream and begins it.
     *
     * @param factory creates the stream; its argument must be called when the stream has ended
     * @param onUnopened called with the cause when the stream cannot begin
     */
    void open(UUID jobId, Function<Runnable, JobStream> factory, Consumer<Throwable> onUnopened) {
        start(new Registration(jobId, onUnopened, true), factory);
    }

    /** As {@link #open}; the stream of a new connection ends with an empty response when this node stops before it begins. */
    void openOrEnd(UUID jobId, Function<Runnable, JobStream> factory, Consumer<Throwable> onUnopened) {
        start(new Registration(jobId, onUnopened, false), factory);
    }

    private void start(Registration registration, Function<Runnable, JobStream> factory) {
        JobStream stream = factory.apply(registration::remove);
        registration.stream = stream;
        open.put(stream, registration);
        metrics.opened();
        subscriptions
                .subscribe(registration.jobId, stream)
                .onSuccess(subscribed -> registration.begin())
                .onFailure(registration::giveUp);
    }

    private void tick() {
        List.copyOf(open.keySet())
                .forEach(
                        stream -> stream.tick(settings.heartbeat(), settings.maxAge(), WARNING, settings.slowClient()));
    }

    /** Ends all streams with a hint to reconnect, because the node stops. */
    void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        List.copyOf(open.values()).forEach(Registration::stop);
    }

    /** The entries of one stream in the set of open streams and in the subscriptions. */
    private final class Registration {
        private final UUID jobId;
        private Consumer<Throwable> onUnopened;
        private final boolean respondsWhenStopped;
        private final long beganNanos = System.nanoTime();
        private JobStream stream;

        Registration(UUID jobId, Consumer<Throwable> onUnopened, boolean respondsWhenStopped) {
            this.jobId = jobId;
            this.onUnopened = onUnopened;
            this.respondsWhenStopped = respondsWhenStopped;
        }

        void begin() {
            stream.begin();
            if (stream.isOpen()) {
                // Refers to the request.
                onUnopened = IGNORED;
            }
        }

        void remove() {
            if (open.remove(stream) != null) {
                metrics.ended(System.nanoTime() - beganNanos);
            }
            subscriptions.unsubscribe(jobId, stream);
        }

        /** Does nothing for a stream that has ended meanwhile. */
        void giveUp(Throwable cause) {
            if (!stream.isEnded() && !stream.isOpen()) {
                stream.abandon();
                onUnopened.accept(cause);
            }
        }

        void stop() {
            if (respondsWhenStopped && !stream.isOpen()) {
                giveUp(new Failure(ErrorCode.SHUTTING_DOWN, "This node is stopping."));
            } else {
                stream.endWithRetry(SHUTDOWN_RETRY_MILLIS);
            }
        }
    }
}
