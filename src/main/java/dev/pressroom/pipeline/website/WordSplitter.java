package dev.pressroom.pipeline.website;

import io.vertx.core.Future;
import java.util.function.Function;

/**
 * Splits a text that arrives in chunks into words, and passes each on with the space after it as soon as it is
 * complete. Other white space becomes a single space; the text is cut before {@value #MAX_TEXT_CHARACTERS} characters.
 */
final class WordSplitter {
    private static final int MAX_TEXT_CHARACTERS = 600;

    private final Function<String, Future<Void>> onWord;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder word = new StringBuilder();
    private Future<Void> handled = Future.succeededFuture();
    private boolean spaced;
    private boolean isFull;

    /** @param onWord handles a word; its future completes when the word is stored */
    WordSplitter(Function<String, Future<Void>> onWord) {
        this.onWord = onWord;
    }

    void add(String chunk) {
        chunk.codePoints().forEach(this::add);
    }

    /** Passes on the last word. Completes when all words are handled. */
    Future<Void> end() {
        spaced = false;
        passOn();
        return handled;
    }

    /** The words that were passed on, as one text. */
    String text() {
        return text.toString();
    }

    private void add(int c) {
        if (Character.isWhitespace(c)) {
            spaced = !word.isEmpty();
            return;
        }
        if (spaced) {
            passOn();
        }
        word.appendCodePoint(c);
    }

    private void passOn() {
        isFull |= text.length() + word.length() >= MAX_TEXT_CHARACTERS;
        if (!word.isEmpty() && !isFull) {
            String whole = spaced ? word + " " : word.toString();
            text.append(whole);
            handled = Future.join(handled, onWord.apply(whole)).mapEmpty();
        }
        word.setLength(0);
        spaced = false;
    }
}
