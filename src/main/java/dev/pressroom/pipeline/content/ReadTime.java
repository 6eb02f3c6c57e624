package dev.pressroom.pipeline.content;

/** How long an article takes to read, at 200 words a minute. */
final class ReadTime {
    private static final int WORDS_PER_MINUTE = 200;

    private ReadTime() {}

    static int minutes(int words) {
        return Math.max(1, Math.round((float) words / WORDS_PER_MINUTE));
    }

    /** For instance {@code 6 min}. */
    static String of(String markdown) {
        return minutes(VisibleMarkdown.words(VisibleMarkdown.text(markdown))) + " min";
    }
}
