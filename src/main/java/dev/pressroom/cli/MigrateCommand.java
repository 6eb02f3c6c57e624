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

/** Brings the database's schema up to date without serving, for instance before a new version is rolled out. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description = {"Brings the database's schema up to date and exits. Serving does so too, by itself.", ""})
final class MigrateCommand implements Callable<Integer> {
    private final CommandIo shell;

    MigrateCommand(CommandIo shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Settings settings = SettingsLoader.load(shell.env());
        Logging.configure(settings.logFormat(), settings.logLevel());
        int applied = settings.database()
                .directUrl()
                .or(settings.database()::url)
                .map(url -> Migrations.run(DatabaseCheck.checked(url.value())))
                .orElseGet(() -> migrateHere(settings));
        shell.out().println(applied == 0 ? "The schema is up to date." : "Migrations applied: " + applied);
        return 0;
    }

    /** The database of dev mode, which runs only as long as somebody needs it. */
    private static int migrateHere(Settings settings) {
        try (DataFolder folder = DataFolder.open(settings.data());
                EmbeddedServers servers = EmbeddedServers.start(folder, true, false)) {
            return Migrations.run(servers.postgresUrl().orElseThrow());
        }
    }
}
