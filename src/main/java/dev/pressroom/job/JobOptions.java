package dev.pressroom.job;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * What is stored with a new job beside its input.
 *
 * @param title for lists, at most {@link #MAX_TITLE_CHARACTERS} code points
 * @param tags given by the client, without duplicates
 * @param startWithinSeconds the job fails with {@code EXPIRED} when it has not started after this time; empty: no limit
 * @param base the finished job whose checkpoints are copied
 */
public record JobOptions(
        Optional<String> title, List<String> tags, OptionalInt startWithinSeconds, Optional<Base> base) {
    public static final int MAX_TITLE_CHARACTERS = 300;

    public static final JobOptions NONE =
            new JobOptions(Optional.empty(), List.of(), OptionalInt.empty(), Optional.empty());

    /** @param copiedSteps the steps whose checkpoints are copied, with those of their parts; they do not run again */
    public record Base(UUID jobId, List<String> copiedSteps) {}
}
