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
 * Starts the servers of dev mode and nothing else, for several nodes on one machine: prints their URLs in the form of
 * environment variables, and keeps them until it is stopped.
 */
@Command(
        name = "servers",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = {
            "Starts PostgreSQL and Redis as dev mode does, and prints DATABASE_URL=... and REDIS_URL=...",
            "Stops them when it is stopped (SIGTERM or Ctrl-C).",
            ""
        })
final class ServersCommand implements Callable<Integer> {
    private final CommandIo shell;

    ServersCommand(CommandIo shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = SettingsLoader.load(shell.env());
        Logging.configure(settings.logFormat(), settings.logLevel());
        DataFolder folder = DataFolder.open(settings.data());
        EmbeddedServers servers = EmbeddedServers.start(folder, true, true);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(servers, folder), "stopping"));
        shell.out()
                .print("DATABASE_URL=" + servers.postgresUrl().orElseThrow() + "\nREDIS_URL="
                        + servers.redisUrl().orElseThrow() + "\n");
        shell.out().flush();
        new CountDownLatch(1).await();
        return 0;
    }

    private static void stop(EmbeddedServers servers, DataFolder folder) {
        servers.close();
        folder.close();
    }
}
