package dev.pressroom.job;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The columns of {@link JobOptions} as parameters of {@code submit_each} and {@code submit_jobs}. All but the titles are null
 * when no job has a value, so that they cost nothing.
 */
record OptionColumns(String[] titles, String[] tags, Integer[] startSeconds, UUID[] bases, String[] copiedSteps) {

    static OptionColumns of(List<Submission> jobs) {
        return new OptionColumns(
                ColumnArrays.of(
                        jobs, String[]::new, job -> job.options().title().orElse(null)),
                column(jobs, String[]::new, options -> options.tags().isEmpty() ? null : array(options.tags())),
                column(
                        jobs,
                        Integer[]::new,
                        options -> options.startWithinSeconds().isPresent()
                                ? options.startWithinSeconds().getAsInt()
                                : null),
                column(
                        jobs,
                        UUID[]::new,
                        options -> options.base().map(JobOptions.Base::jobId).orElse(null)),
                column(
                        jobs,
                        String[]::new,
                        options -> options.base()
                                .map(base -> array(base.copiedSteps()))
                                .orElse(null)));
    }

    private static <T> T[] column(List<Submission> jobs, IntFunction<T[]> array, Function<JobOptions, T> value) {
        for (Submission job : jobs) {
            if (value.apply(job.options()) != null) {
                return ColumnArrays.of(jobs, array, each -> value.apply(each.options()));
            }
        }
        return null;
    }

    /** The values as text of a {@code text[]}: quoted, with backslashes before quotes and backslashes. */
    static String array(List<String> values) {
        StringBuilder text = new StringBuilder("{");
        for (String value : values) {
            text.append(text.length() > 1 ? ",\"" : "\"");
            text.append(value.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
        }
        return text.append('}').toString();
    }
}
