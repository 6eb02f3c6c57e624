package dev.pressroom.cli;

import dev.pressroom.account.TokenUser;
import dev.pressroom.cli.io.CommandFailure;
import dev.pressroom.cli.io.TerminalText;
import dev.pressroom.cli.io.UuidConverter;
import dev.pressroom.config.DevSecret;
import dev.pressroom.config.Durations;
import dev.pressroom.config.Settings;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.logging.Logging;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Prints a token signed with the configured secret; stdout has nothing else. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = {"Prints a token (JWT) signed with the configured secret.", ""})
final class TokenCommand implements Callable<Integer> {
    private static final Duration MAX_TTL = Duration.ofDays(3650);

    private final CommandIo io;

    @Option(
            names = "--user",
            paramLabel = "<uuid>",
            description = "User id; default: a new user.",
            converter = UuidConverter.class)
    private Optional<UUID> user = Optional.empty();

    @Option(
            names = "--ttl",
            paramLabel = "<time>",
            description = "Lifetime, such as 30m, 1h or 7d (default: ${DEFAULT-VALUE}).",
            defaultValue = "1h",
            converter = TimeToLive.class)
    private Duration ttl = Duration.ofHours(1);

    @Option(names = "--admin", description = "For an operator: the token has the role admin.")
    private boolean admin;

    TokenCommand(CommandIo io) {
        this.io = io;
    }

    @Override
    public Integer call() {
        Logging.errorsOnly();
        Settings given = SettingsLoader.load(io.env());
        if (DevSecret.isMissing(given)) {
            io.err()
                    .println(TerminalText.line("No service has run with the data folder " + given.data()
                            + " yet. Only services that use this folder (PRESSROOM_DATA) will accept the token."));
        }
        Settings settings = DevSecret.complete(given);
        UUID userId = user.orElseGet(io.sources().ids());
        String token = TokenMaker.make(settings, io.sources(), TokenUser.of(userId, admin), ttl)
                .orElseThrow(() -> new CommandFailure("Signing tokens needs a secret (JWT_SECRET). With a public key,"
                        + " tokens come from the owner of the private key."));
        io.out().println(token);
        return 0;
    }

    private static final class TimeToLive implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return Durations.parse(text)
                    .filter(ttl -> ttl.compareTo(Duration.ofSeconds(1)) >= 0 && ttl.compareTo(MAX_TTL) <= 0)
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + text + "' is not a duration from 1s to 3650d, such as 30m, 1h or 7d"));
        }
    }
}
