package dev.pressroom.page.read;

/** Collects visible text: one line for each block, up to a number of characters. */
final class VisibleText {
    private final int max;
    private final StringBuilder lines = new StringBuilder();
    private final StringBuilder line = new StringBuilder();

    VisibleText(int max) {
        this.max = max;
    }

    void text(String text) {
        int room = max - lines.length() - line.length();
        if (room > 0) {
            line.append(text, 0, Math.min(text.length(), 4 * max));
        }
    }

    void endLine() {
        if (line.isEmpty()) {
            return;
        }
        String clean = CleanLine.of(line.toString(), Math.max(0, max - lines.length() - 1));
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
