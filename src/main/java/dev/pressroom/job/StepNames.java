package dev.pressroom.job;

import java.util.List;
import java.util.stream.Stream;

/**
 * The names of the steps of each job type, by stage: stages run one after another, the steps of a stage in parallel. Here for
 * the packages below the pipelines; a test checks that they equal the pipelines' own.
 */
public final class StepNames {
    private static final List<List<String>> CONTENT_GENERATION =
            List.of(List.of("context"), List.of("outline"), List.of("article"), List.of("visuals", "seo"));

    private static final List<List<String>> WEBSITE_ANALYSIS = List.of(
            List.of("page"),
            List.of("analysis", "opening"),
            List.of("audiences", "insights"),
            List.of("pitches"),
            List.of("images"));

    private StepNames() {}

    /** The stages of the type in order; empty for {@link JobType#OTHER}. */
    public static List<List<String>> stages(JobType type) {
        return switch (type) {
            case CONTENT_GENERATION -> CONTENT_GENERATION;
            case WEBSITE_ANALYSIS -> WEBSITE_ANALYSIS;
            case OTHER -> List.of();
        };
    }

    /** The steps of the type in the order of their stages. */
    public static List<String> all(JobType type) {
        return stages(type).stream().flatMap(List::stream).toList();
    }

    /**
     * The steps that run again when a job runs again from {@code step}: that step and all steps of later stages. Empty when the
     * type has no such step.
     */
    public static List<String> from(JobType type, String step) {
        List<List<String>> stages = stages(type);
        for (int i = 0; i < stages.size(); i++) {
            if (stages.get(i).contains(step)) {
                Stream<String> later =
                        stages.subList(i + 1, stages.size()).stream().flatMap(List::stream);
                return Stream.concat(Stream.of(step), later).toList();
            }
        }
        return List.of();
    }

    /**
     * The steps whose checkpoints are kept when a job runs again from {@code step}: those of earlier stages, and those that run
     * in parallel with it. Empty when the type has no such step.
     */
    public static List<String> keptBefore(JobType type, String step) {
        List<String> again = from(type, step);
        return again.isEmpty()
                ? List.of()
                : all(type).stream().filter(name -> !again.contains(name)).toList();
    }
}
