package dev.pressroom.cli.remote;

import dev.pressroom.cli.io.UuidConverter;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.UUID;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code owners …}: users and sessions. */
@Command(
        name = "owners",
        mixinStandardHelpOptions = true,
        description = {"For operators: the owners of jobs, users and sessions.", ""})
public final class OwnersCommand extends CommandGroup {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final RemoteIo io;

    public OwnersCommand(RemoteIo io) {
        this.io = io;
    }

    /** One owner. */
    static final class Owner {
        @Option(
                names = "--user",
                paramLabel = "<id>",
                required = true,
                converter = UuidConverter.class,
                description = "The id of a user.")
        private UUID user;

        @Option(names = "--session", paramLabel = "<id>", required = true, description = "The id of a session.")
        private String session;
    }

    @Command(
            name = "erase",
            mixinStandardHelpOptions = true,
            description = {
                "Erases all data of a user or session, in the background. Running jobs are cancelled; sign-ins and"
                        + " tokens become invalid. It cannot be undone.",
                ""
            })
    int erase(
            @Mixin RemoteOptions options,
            @ArgGroup(multiplicity = "1") Owner owner,
            @Option(names = "--wait", description = "Waits until the data is erased.") boolean wait) {
        Remote remote = options.open(io);
        JsonObject request = owner.user == null
                ? new JsonObject().put("sessionId", owner.session)
                : new JsonObject().put("userId", owner.user.toString());
        JsonObject erasure = remote.api().post("/api/v1/ops/erasures", request);
        while (wait && erasure.getString("status").equals("running")) {
            remote.out().transientLine(sentence(erasure));
            ServiceApi.pause(INTERVAL);
            erasure = remote.api().get("/api/v1/erasures/" + Query.encode(erasure.getString("erasureId")));
        }
        remote.out().endTransientLine();
        remote.out().done(sentence(erasure), erasure);
        return 0;
    }

    private static String sentence(JsonObject erasure) {
        return "Erasure " + erasure.getString("erasureId") + " is " + erasure.getString("status") + ".";
    }
}
