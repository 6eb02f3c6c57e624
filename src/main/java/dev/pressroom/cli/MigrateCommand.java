package dev.pressroom.cli;

import dev.pressroom.config.Settings;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.embedded.DataFolder;
import dev.pressroom.embedded.EmbeddedServers;
import dev.pressroom.logging.Logging;
import dev.pressroom.store.DatabaseCheck;
import dev.pressroom.store.Migrations;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Migrates the database schema and exits, for instance before a new version is rolled out. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description = {"Migrates the database schema and exits. serve does this too when it starts.", ""})
final class MigrateCommand implements Callable<Integer> {
    private final CommandIo io;

    MigrateCommand(CommandIo io) {
        this.io = io;
    }

    @Override
    public Integer call() {
        Settings settings = SettingsLoader.load(io.env());
        Logging.configure(settings.logFormat(), settings.logLevel());
        int applied = settings.database()
                .directUrl()
                .or(settings.database()::url)
                .map(url -> Migrations.run(DatabaseCheck.checked(url.value())))
                .orElseGet(() -> migrateEmbedded(settings));
        io.out().println(applied == 0 ? "The schema is up to date." : "Migrations applied: " + applied);
        return 0;
    }

    /** Starts the embedded database of dev mode, migrates it and stops it. */
    private static int migrateEmbedded(Settings settings) {
        try (DataFolder folder = DataFolder.open(settings.data());
                EmbeddedServers servers = EmbeddedServers.start(folder, true, false)) {
            return Migrations.run(servers.postgresUrl().orElseThrow());
        }
    }
}
