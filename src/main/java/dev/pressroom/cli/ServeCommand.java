package dev.pressroom.cli;

import dev.pressroom.config.DevSecret;
import dev.pressroom.config.ModelSettings;
import dev.pressroom.config.Settings;
import dev.pressroom.logging.Logging;
import dev.pressroom.model.LocalModels;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/**
 * Serves until SIGTERM or Ctrl-C. Then running steps get their grace time and everything is closed. Exit code 143 after
 * SIGTERM, 130 after Ctrl-C.
 */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {"Serves until it is stopped (SIGTERM or Ctrl-C).", ""})
final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final CommandIo io;

    ServeCommand(CommandIo io) {
        this.io = io;
    }

    @Override
    public Integer call() throws Exception {
        io.starter().prepare();
        LocalModels local = new LocalModels(LocalModels.usual(0));
        LocalModelSettings.Loaded loaded = LocalModelSettings.load(io.env(), local);
        Settings settings = DevSecret.complete(loaded.settings());
        Logging.configure(settings.logFormat(), settings.logLevel());
        CompletableFuture<String> aboutModel = loaded.used()
                .map(server -> CompletableFuture.completedFuture(LocalModelSettings.using(server)))
                .orElseGet(() -> howToConnectModel(settings));
        Future<RunningService> starting = io.starter().start(settings, io.sources());
        Thread stopping = new Thread(() -> stop(starting, stopTimeout(settings)), "stopping");
        Runtime.getRuntime().addShutdownHook(stopping);
        try {
            new ReadyMessage(io, settings).print(starting.await(), aboutModel.get());
        } catch (Exception e) {
            Runtime.getRuntime().removeShutdownHook(stopping);
            throw e;
        }
        new CountDownLatch(1).await();
        return 0;
    }

    /** The text without a model; empty with a configured one. Searches this machine where the settings say so. */
    private static CompletableFuture<String> howToConnectModel(Settings settings) {
        if (settings.discovers(ModelSettings.Discovery.ON)) {
            LocalModels local =
                    new LocalModels(LocalModels.usual(settings.http().port()));
            return CompletableFuture.supplyAsync(() -> LocalModelSettings.found(local.find()));
        }
        return CompletableFuture.completedFuture(settings.model().isDemo() ? LocalModelSettings.notSearched() : "");
    }

    private static Duration stopTimeout(Settings settings) {
        return settings.workers().grace().plus(settings.http().drain()).plus(CLOSE_TIMEOUT);
    }

    /** Also stops a service that is still starting. */
    private static void stop(Future<RunningService> starting, Duration timeout) {
        LOG.info("Stopping");
        try {
            starting.compose(RunningService::stop)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            LOG.info("Stopped");
        } catch (Exception e) {
            LOG.atWarn().addKeyValue("cause", e.toString()).log("Stopped before everything was closed");
        }
    }
}
