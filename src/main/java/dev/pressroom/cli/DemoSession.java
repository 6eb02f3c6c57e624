package dev.pressroom.cli;

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
 * One demo: the service it talks to, which runs already or is started for it, its job, and what has to be put away
 * afterwards.
 */
final class DemoSession {
    private static final Duration TOKEN_TTL = Duration.ofHours(1);
    private static final Duration CANCELLING = Duration.ofSeconds(5);
    private static final Duration CLOSING = Duration.ofSeconds(45);
    private static final long TICK_MILLIS = 1000;

    private final CommandIo shell;
    private final Settings settings;
    private final Display display;
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean interrupted;
    private volatile Future<Optional<RunningService>> own = Future.succeededFuture(Optional.empty());
    private volatile Optional<DemoJob> job = Optional.empty();

    DemoSession(CommandIo shell, Settings settings, Display display) {
        this.shell = shell;
        this.settings = settings;
        this.display = display;
    }

    /** Blocks until the job is done. */
    DemoJob.Outcome run(DemoRequest request) {
        String token = TokenMaker.make(
                        settings, shell.sources(), shell.sources().ids().get(), TOKEN_TTL)
                .orElseThrow(() -> new CommandFailure("The demo needs a token. Here a public key is set, so tokens are"
                        + " made elsewhere; set JWT_SECRET to try it."));
        DemoJob created = new DemoJob(
                new ServiceClient(vertx, serviceUrl(), token),
                display,
                shell.sources().clock());
        job = Optional.of(created);
        vertx.setPeriodic(TICK_MILLIS, tick -> display.tick());
        return created.run(request).await();
    }

    boolean isInterrupted() {
        return interrupted;
    }

    /** Gives the job up because the user wants to go; does nothing once the session is closed. */
    void interrupt() {
        if (closed.get()) {
            return;
        }
        interrupted = true;
        display.close();
        boolean cancelled = job.isPresent() && ended(job.get().cancel(), CANCELLING);
        display.say(cancelled ? "Cancelled." : "Stopped.");
        close();
    }

    void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        ended(own.compose(service -> service.map(RunningService::stop).orElse(Future.succeededFuture())), CLOSING);
        ended(vertx.close(), CLOSING);
    }

    private String serviceUrl() {
        Optional<String> running = DataFolder.runningAt(settings.data());
        if (running.isPresent()) {
            display.say("Using the service at " + running.get());
            return running.get();
        }
        display.say("Starting a service for the demo");
        own = shell.starter().start(settings, shell.sources()).map(Optional::of);
        return settings.http().localUrl(own.await().orElseThrow().port());
    }

    private static boolean ended(Future<?> future, Duration patience) {
        try {
            future.toCompletionStage().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
