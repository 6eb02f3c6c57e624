package dev.pressroom.cli.remote;

import dev.pressroom.base.Chars;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The jobs of an action: given ids, or a filter. */
final class Selection {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Parameters(paramLabel = "<job>", arity = "0..*", description = "The ids of the jobs.")
    private List<String> jobs = new ArrayList<>();

    @Mixin
    private JobFilterOptions filter = new JobFilterOptions();

    @Option(
            names = "--wait",
            description =
                    "With a filter: waits until the task of the service has ended; exit code 1 when it was refused"
                            + " or aborted.")
    private boolean waits;

    List<UUID> jobs() {
        return jobs == null ? List.of() : jobs.stream().map(this::id).toList();
    }

    /** Not by a converter: picocli takes a value that it cannot convert for one too many. */
    private UUID id(String text) {
        if (!Chars.isUuid(text)) {
            throw new ParameterException(spec.commandLine(), "'" + text + "' is not a UUID.");
        }
        return UUID.fromString(text);
    }

    Query filter(Clock clock) {
        return filter.query(clock);
    }

    boolean waits() {
        return waits;
    }
}
