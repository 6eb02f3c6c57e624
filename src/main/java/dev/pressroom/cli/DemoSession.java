package dev.pressroom.cli;

import dev.pressroom.account.TokenUser;
import dev.pressroom.cli.io.CommandFailure;
import dev.pressroom.config.Settings;
import dev.pressroom.embedded.DataFolder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One run of the demo: the service (running already, or started here), the job, and their clean-up.
 */
final class DemoSession {
    private static final Duration TOKEN_TTL = Duration.ofHours(1);
    private static final Duration CANCEL_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(45);
    private static final long TICK_MILLIS = 1000;

    private final CommandIo io;
    private final Settings settings;
    private final Display display;
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean interrupted;
    private volatile Future<Optional<RunningService>> ownService = Future.succeededFuture(Optional.empty());
    private volatile Optional<DemoJob> job = Optional.empty();

    DemoSession(CommandIo io, Settings settings, Display display) {
        this.io = io;
        this.settings = settings;
        this.display = display;
    }

    /** Blocks until the job has ended. */
    DemoJob.Outcome run(DemoJob.Request request) {
        String token = TokenMaker.make(
                        settings, io.sources(), TokenUser.of(io.sources().ids().get(), false), TOKEN_TTL)
                .orElseThrow(() -> new CommandFailure("The demo needs a token. With a public key, this service cannot"
                        + " sign tokens; set JWT_SECRET instead."));
        DemoJob created = new DemoJob(
                new ServiceClient(vertx, serviceUrl(), token),
                display,
                io.sources().clock());
        job = Optional.of(created);
        vertx.setPeriodic(TICK_MILLIS, tick -> display.tick());
        return created.run(request).await();
    }

    boolean isInterrupted() {
        return interrupted;
    }

    /** Cancels the job after Ctrl-C. Does nothing once the session is closed. */
    void interrupt() {
        if (closed.get()) {
            return;
        }
        interrupted = true;
        display.close();
        boolean cancelled = job.isPresent() && succeeds(job.get().cancel(), CANCEL_TIMEOUT);
        display.printLine(cancelled ? "Cancelled." : "Stopped.");
        close();
    }

    void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        succeeds(
                ownService.compose(service -> service.map(RunningService::stop).orElse(Future.succeededFuture())),
                CLOSE_TIMEOUT);
        succeeds(vertx.close(), CLOSE_TIMEOUT);
    }

    private String serviceUrl() {
        Optional<String> running = DataFolder.runningAt(settings.data());
        if (running.isPresent()) {
            display.printLine("Using the service at " + running.get());
            return running.get();
        }
        display.printLine("Starting a service for the demo");
        ownService = io.starter().start(settings, io.sources()).map(Optional::of);
        return settings.http().localUrl(ownService.await().orElseThrow().port());
    }

    /** @return true when the future succeeded in time */
    private static boolean succeeds(Future<?> future, Duration timeout) {
        try {
            future.toCompletionStage().toCompletableFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
