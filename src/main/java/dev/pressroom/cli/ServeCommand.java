package dev.pressroom.cli;

import dev.pressroom.config.DevSecret;
import dev.pressroom.config.ModelSettings;
import dev.pressroom.config.Settings;
import dev.pressroom.logging.Logging;
import dev.pressroom.model.LocalModels;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/**
 * Serves until the process is told to stop. Then running work gets its grace time and everything is closed; the exit
 * code is the signal's, 143 after SIGTERM and 130 after Ctrl-C, as it is the custom.
 */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {"Serves until it is stopped (SIGTERM or Ctrl-C).", ""})
final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);
    private static final Duration CLOSING = Duration.ofSeconds(30);

    private final CommandIo shell;

    ServeCommand(CommandIo shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws Exception {
        shell.starter().prepare();
        LocalModels local = new LocalModels(LocalModels.usual(0));
        Settings settings = DevSecret.complete(LocalModelSettings.load(shell.env(), local));
        Logging.configure(settings.logFormat(), settings.logLevel());
        CompletableFuture<List<LocalModels.Found>> found = settings.discovers(ModelSettings.Discovery.ON)
                ? CompletableFuture.supplyAsync(
                        new LocalModels(LocalModels.usual(settings.http().port()))::find)
                : CompletableFuture.completedFuture(List.of());
        Future<RunningService> starting = shell.starter().start(settings, shell.sources());
        Thread stopping = new Thread(() -> stop(starting, allowed(settings)), "stopping");
        Runtime.getRuntime().addShutdownHook(stopping);
        try {
            new ReadyMessage(shell, settings).print(starting.await(), found.get());
        } catch (Exception e) {
            Runtime.getRuntime().removeShutdownHook(stopping);
            throw e;
        }
        new CountDownLatch(1).await();
        return 0;
    }

    private static Duration allowed(Settings settings) {
        return settings.workers().grace().plus(settings.http().drain()).plus(CLOSING);
    }

    /** Also stops a service that is still about to start. */
    private static void stop(Future<RunningService> starting, Duration allowed) {
        LOG.info("Stopping");
        try {
            starting.compose(RunningService::stop)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(allowed.toMillis(), TimeUnit.MILLISECONDS);
            LOG.info("Stopped");
        } catch (Exception e) {
            LOG.atWarn().addKeyValue("cause", e.toString()).log("Stopped before everything was closed");
        }
    }
}
