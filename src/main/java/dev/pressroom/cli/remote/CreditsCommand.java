package dev.pressroom.cli.remote;

import dev.pressroom.cli.io.UuidConverter;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code credits …}: the credits of users. */
@Command(
        name = "credits",
        mixinStandardHelpOptions = true,
        description = {"For operators: the credits of users.", ""})
public final class CreditsCommand extends CommandGroup {
    private final RemoteIo io;

    public CreditsCommand(RemoteIo io) {
        this.io = io;
    }

    @Command(
            name = "grant",
            mixinStandardHelpOptions = true,
            description = {
                "Grants credits to a user. Each call grants, but calls with the same --key grant once a day.",
                ""
            })
    int grant(
            @Mixin RemoteOptions options,
            @Parameters(
                            index = "0",
                            paramLabel = "<user>",
                            converter = UuidConverter.class,
                            description = "The id of the user.")
                    UUID user,
            @Parameters(
                            index = "1",
                            paramLabel = "<credits>",
                            converter = PositiveNumber.class,
                            description = "How many.")
                    int credits,
            @Option(names = "--reason", paramLabel = "<text>", description = "Kept in the audit.")
                    Optional<String> reason,
            @Option(
                            names = "--key",
                            paramLabel = "<text>",
                            description = "An idempotency key: a call that is repeated with it grants nothing more.")
                    Optional<String> key) {
        Remote remote = options.open(io);
        JsonObject granted = remote.api()
                .post(
                        "/api/v1/ops/credits",
                        new JsonObject()
                                .put("userId", user.toString())
                                .put("credits", credits)
                                .put("reason", reason.orElse(null)),
                        key);
        String available = Boolean.TRUE.equals(granted.getValue("isUnlimited"))
                ? "unlimited credits"
                : granted.getValue("availableCredits") + " credits available";
        remote.out().done("Granted: " + credits + " to " + user + ", who has " + available + " now.", granted);
        return 0;
    }
}
