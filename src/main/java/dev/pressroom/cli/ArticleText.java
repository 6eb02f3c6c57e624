package dev.pressroom.cli;

import dev.pressroom.cli.io.TerminalText;

/** The part of the article received so far; passes only new text on to the display. */
final class ArticleText {
    private final StringBuilder text = new StringBuilder();
    private final Display display;

    ArticleText(Display display) {
        this.display = display;
    }

    /**
     * Adds a chunk that begins at {@code offset}, in characters. A chunk at 0 starts the text again, unless it repeats the
     * current text, as after a reconnection. A chunk after a gap is ignored: {@link #complete} fills the gap.
     */
    void add(int offset, String chunk) {
        if (offset == 0 && !text.isEmpty() && !repeats(chunk)) {
            text.setLength(0);
            display.restart();
        }
        if (offset <= text.length() && offset + chunk.length() > text.length()) {
            show(chunk.substring(text.length() - offset));
        }
    }

    /** Shows the rest of the complete text. */
    void complete(String whole) {
        if (!whole.startsWith(text.toString().stripTrailing())) {
            text.setLength(0);
            display.restart();
        }
        if (whole.length() > text.length()) {
            show(whole.substring(text.length()));
        }
    }

    private boolean repeats(String chunk) {
        int common = Math.min(chunk.length(), text.length());
        return chunk.regionMatches(0, text.toString(), 0, common);
    }

    private void show(String chunk) {
        text.append(chunk);
        display.article(TerminalText.of(chunk));
    }
}
