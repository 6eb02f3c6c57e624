package dev.pressroom.page.read;

/** Text as it is walked over: a line for each block, up to a length. */
final class VisibleText {
    private final int most;
    private final StringBuilder lines = new StringBuilder();
    private final StringBuilder line = new StringBuilder();

    VisibleText(int most) {
        this.most = most;
    }

    void words(String words) {
        int room = most - lines.length() - line.length();
        if (room > 0) {
            line.append(words, 0, Math.min(words.length(), 4 * most));
        }
    }

    void endLine() {
        if (line.isEmpty()) {
            return;
        }
        String clean = CleanLine.of(line.toString(), Math.max(0, most - lines.length() - 1));
        line.setLength(0);
        if (!clean.isEmpty()) {
            lines.append(lines.isEmpty() ? "" : "\n").append(clean);
        }
    }

    @Override
    public String toString() {
        endLine();
        return lines.toString();
    }
}
