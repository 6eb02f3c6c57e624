package dev.pressroom.pipeline.website;

import io.vertx.core.Future;
import java.util.function.Function;

/**
 * Cuts a text that comes in pieces into words, each handed on with the space that follows it as soon as it is whole.
 * All other white space becomes a single space; a text that will not end is cut.
 */
final class WordSplitter {
    private static final int LONGEST_TEXT = 600;

    private final Function<String, Future<Void>> onWord;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder word = new StringBuilder();
    private Future<Void> told = Future.succeededFuture();
    private boolean spaced;
    private boolean full;

    /** @param onWord tells a word; completes when it is told */
    WordSplitter(Function<String, Future<Void>> onWord) {
        this.onWord = onWord;
    }

    void add(String piece) {
        piece.codePoints().forEach(this::add);
    }

    /** Hands on the last word. Completes when all are told. */
    Future<Void> end() {
        spaced = false;
        hand();
        return told;
    }

    /** What was told, as one text. */
    String text() {
        return text.toString();
    }

    private void add(int c) {
        if (Character.isWhitespace(c)) {
            spaced = !word.isEmpty();
            return;
        }
        if (spaced) {
            hand();
        }
        word.appendCodePoint(c);
    }

    private void hand() {
        full |= text.length() + word.length() >= LONGEST_TEXT;
        if (!word.isEmpty() && !full) {
            String whole = spaced ? word + " " : word.toString();
            text.append(whole);
            told = Future.join(told, onWord.apply(whole)).mapEmpty();
        }
        word.setLength(0);
        spaced = false;
    }
}
