package dev.pressroom.cli.remote;

import dev.pressroom.config.Durations;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The filters of jobs, by the names of the API. */
final class JobFilterOptions {
    /** For completion; the service checks the value. */
    static final class Statuses implements Iterable<String> {
        @Override
        public java.util.Iterator<String> iterator() {
            return List.of("queued", "running", "succeeded", "failed").iterator();
        }
    }

    @Option(
            names = "--status",
            paramLabel = "<status>",
            completionCandidates = Statuses.class,
            description = "queued, running, succeeded or failed.")
    private Optional<String> status = Optional.empty();

    @Option(
            names = "--type",
            paramLabel = "<type>",
            completionCandidates = JobTypes.class,
            description = "content_generation or website_analysis.")
    private Optional<String> type = Optional.empty();

    @Option(names = "--owner", paramLabel = "<owner>", description = "user:<id>, session:<id>, or the id of a user.")
    private Optional<String> owner = Optional.empty();

    @Option(names = "--organization", paramLabel = "<id>", description = "The organization of the request.")
    private Optional<String> organization = Optional.empty();

    @Option(names = "--tag", paramLabel = "<tag>", description = "A tag of the job.")
    private Optional<String> tag = Optional.empty();

    @Option(names = "--error-code", paramLabel = "<code>", description = "The code with which the job failed.")
    private Optional<String> errorCode = Optional.empty();

    @Option(names = "--node", paramLabel = "<id>", description = "The node that runs the job now.")
    private Optional<String> node = Optional.empty();

    @Option(names = "--tenant", paramLabel = "<tenant>", description = "The tenant, such as user:<id>.")
    private Optional<String> tenant = Optional.empty();

    @Option(
            names = "--created-after",
            paramLabel = "<time>",
            description = "Created then or later: 2026-02-02T12:00:00Z, or 1h for an hour ago.")
    private Optional<String> createdAfter = Optional.empty();

    @Option(names = "--created-before", paramLabel = "<time>", description = "Created before, as --created-after.")
    private Optional<String> createdBefore = Optional.empty();

    @Option(names = "--q", paramLabel = "<words>", description = "Words of the title.")
    private Optional<String> words = Optional.empty();

    /** The given filters as parameters of the API. */
    Query query(Clock clock) {
        return Query.empty()
                .with("status", status)
                .with("type", type)
                .with("owner", owner)
                .with("organization", organization)
                .with("tag", tag)
                .with("errorCode", errorCode)
                .with("node", node)
                .with("tenant", tenant)
                .with("createdAfter", time(createdAfter, clock))
                .with("createdBefore", time(createdBefore, clock))
                .with("q", words);
    }

    private static Optional<String> time(Optional<String> text, Clock clock) {
        return text.map(given -> Durations.parse(given)
                .map(ago -> clock.instant().minus(ago).toString())
                .orElse(given));
    }
}
