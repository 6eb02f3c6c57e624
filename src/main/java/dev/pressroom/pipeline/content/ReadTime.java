package dev.pressroom.pipeline.content;

/** The reading time of an article at 200 words a minute. */
final class ReadTime {
    private static final int WORDS_PER_MINUTE = 200;

    private ReadTime() {}

    /** The reading time in minutes, at least 1. */
    static int minutes(int words) {
        return Math.max(1, Math.round((float) words / WORDS_PER_MINUTE));
    }

    /** The reading time as text, such as {@code 6 min}. */
    static String of(String markdown) {
        return minutes(VisibleMarkdown.words(VisibleMarkdown.text(markdown))) + " min";
    }
}
