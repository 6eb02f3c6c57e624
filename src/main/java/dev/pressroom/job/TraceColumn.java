package dev.pressroom.job;

import java.util.List;

/** The trace contexts of submissions as a parameter of the statements that store them. */
final class TraceColumn {
    private TraceColumn() {}

    /** One element per submission, null for one without a trace; null when none has a trace. */
    static String[] of(List<Submission> submissions) {
        for (Submission submission : submissions) {
            if (submission.span().traceparent().isPresent()) {
                return ColumnArrays.of(
                        submissions,
                        String[]::new,
                        each -> each.span().traceparent().orElse(null));
            }
        }
        return null;
    }
}
