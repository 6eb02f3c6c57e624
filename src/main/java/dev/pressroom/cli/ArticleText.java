package dev.pressroom.cli;

/** The article as far as it has been received: tells what of each piece is new. */
final class ArticleText {
    private final StringBuilder text = new StringBuilder();
    private final Display display;

    ArticleText(Display display) {
        this.display = display;
    }

    /**
     * Takes a piece that begins {@code offset} characters into the text. One at 0 starts the text anew, unless it only
     * repeats what was there, as after a reconnection. A piece behind a gap is left out: {@link #complete} fills it.
     */
    void piece(int offset, String piece) {
        if (offset == 0 && !text.isEmpty() && !startsAlike(piece)) {
            text.setLength(0);
            display.anew();
        }
        if (offset <= text.length() && offset + piece.length() > text.length()) {
            show(piece.substring(text.length() - offset));
        }
    }

    /** The whole text is known: shows what is missing. */
    void complete(String whole) {
        if (!whole.startsWith(text.toString().stripTrailing())) {
            text.setLength(0);
            display.anew();
        }
        if (whole.length() > text.length()) {
            show(whole.substring(text.length()));
        }
    }

    private boolean startsAlike(String piece) {
        int common = Math.min(piece.length(), text.length());
        return piece.regionMatches(0, text.toString(), 0, common);
    }

    private void show(String piece) {
        text.append(piece);
        display.article(TerminalText.of(piece));
    }
}
