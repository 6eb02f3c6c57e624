package dev.pressroom.cli;

import dev.pressroom.config.Settings;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.embedded.DataFolder;
import dev.pressroom.embedded.EmbeddedServers;
import dev.pressroom.logging.Logging;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;

/**
 * Starts only the embedded servers of dev mode, for several nodes on one machine. Prints their URLs as environment
 * variables and runs until SIGTERM or Ctrl-C.
 */
@Command(
        name = "servers",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = {
            "Starts the embedded PostgreSQL and Redis, and prints DATABASE_URL=... and REDIS_URL=...",
            "Stops them on SIGTERM or Ctrl-C.",
            ""
        })
final class ServersCommand implements Callable<Integer> {
    private final CommandIo io;

    ServersCommand(CommandIo io) {
        this.io = io;
    }

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = SettingsLoader.load(io.env());
        Logging.configure(settings.logFormat(), settings.logLevel());
        DataFolder folder = DataFolder.open(settings.data());
        EmbeddedServers servers = EmbeddedServers.start(folder, true, true);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(servers, folder), "stopping"));
        io.out()
                .print("DATABASE_URL=" + servers.postgresUrl().orElseThrow() + "\nREDIS_URL="
                        + servers.redisUrl().orElseThrow() + "\n");
        io.out().flush();
        new CountDownLatch(1).await();
        return 0;
    }

    private static void stop(EmbeddedServers servers, DataFolder folder) {
        servers.close();
        folder.close();
    }
}
