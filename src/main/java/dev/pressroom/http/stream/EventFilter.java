package dev.pressroom.http.stream;

import dev.pressroom.base.Chars;
import dev.pressroom.http.request.ErrorResponse;
import dev.pressroom.job.JobEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The events that a client wants to receive, by the query parameter {@code events}. The final events always pass; {@code
 * connected} and {@code stream-timeout} are not asked about.
 *
 * @param names empty for all events
 */
record EventFilter(Optional<Set<String>> names) {
    /** The names that a client may give, in the order of the API document. */
    static final List<String> KNOWN = List.of(
            "connected",
            "step-change",
            "progress-update",
            "context-result",
            "content-chunk",
            "blog-result",
            "visuals-result",
            "seo-result",
            "scrape-phase",
            "scrape-result",
            "analysis-result",
            "audience-complete",
            "audiences-result",
            "pitch-complete",
            "pitches-result",
            "scenario-image-complete",
            "scenarios-result",
            "complete",
            "failed",
            "attempt-failed",
            "stream-timeout");

    static final EventFilter ALL = new EventFilter(Optional.empty());

    private static final String PARAMETER = "events";
    private static final int MAX_CHARACTERS = 1000;

    /**
     * Parses the values of the parameter: names separated by commas.
     *
     * @throws dev.pressroom.base.Failure {@code VALIDATION_FAILED} for an unknown name, for no name, and for more than
     *     1,000 characters
     */
    static EventFilter of(List<String> values) {
        if (values.isEmpty()) {
            return ALL;
        }
        if (values.stream().mapToInt(String::length).sum() > MAX_CHARACTERS) {
            throw ErrorResponse.DetailedFailure.invalid(
                    PARAMETER, "must have at most " + MAX_CHARACTERS + " characters");
        }
        Set<String> names = new HashSet<>();
        for (String value : values) {
            for (String name : Chars.split(value, ',')) {
                names.add(name.strip());
            }
        }
        if (!KNOWN.containsAll(names)) {
            throw ErrorResponse.DetailedFailure.invalid(
                    PARAMETER, "must be names of events, separated by commas: " + String.join(", ", KNOWN));
        }
        return new EventFilter(Optional.of(Set.copyOf(names)));
    }

    boolean includes(String name) {
        return names.isEmpty()
                || names.get().contains(name)
                || name.equals(JobEvent.COMPLETE)
                || name.equals(JobEvent.FAILED);
    }
}
