package dev.pressroom.model;

import dev.pressroom.base.Cancellation;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Streams a complete text word by word, on the Vert.x context on which it was created, until its end or a cancellation.
 */
public final class PacedText {
    /** With a pace of zero: number of words before other tasks run on the event loop. */
    private static final int WORDS_PER_TURN = 40;

    private final Context context;
    private final Vertx vertx;
    private final String text;
    private final Duration pace;
    private final Consumer<String> onText;
    private final Promise<Void> finished;
    private int next;

    /**
     * @param pace time between two words; zero: as fast as possible
     * @param onText receives each word with the white space around it
     */
    public PacedText(Vertx vertx, String text, Duration pace, Consumer<String> onText, Cancellation cancellation) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.text = text;
        this.pace = pace;
        this.onText = onText;
        this.finished = cancellable(context, cancellation);
    }

    /** Starts streaming. Completes after the last word; fails with {@code CANCELLED}. */
    public Future<Void> stream() {
        if (pace.isZero()) {
            context.runOnContext(v -> sendWords());
        } else {
            long timer = vertx.setPeriodic(Math.max(1, pace.toMillis()), id -> sendWord());
            finished.future().onComplete(done -> vertx.cancelTimer(timer));
        }
        return finished.future();
    }

    /** Completes after {@code length}, never synchronously. Fails with {@code CANCELLED}. */
    public static Future<Void> pause(Vertx vertx, Duration length, Cancellation cancellation) {
        Context context = vertx.getOrCreateContext();
        Promise<Void> over = cancellable(context, cancellation);
        if (length.toMillis() == 0) {
            context.runOnContext(v -> over.tryComplete());
        } else {
            long timer = vertx.setTimer(length.toMillis(), id -> over.tryComplete());
            over.future().onComplete(done -> vertx.cancelTimer(timer));
        }
        return over.future();
    }

    private void sendWords() {
        for (int i = 0; i < WORDS_PER_TURN && !finished.future().isComplete(); i++) {
            sendWord();
        }
        if (!finished.future().isComplete()) {
            context.runOnContext(v -> sendWords());
        }
    }

    private void sendWord() {
        if (finished.future().isComplete()) {
            return;
        }
        if (next == text.length()) {
            finished.tryComplete();
            return;
        }
        int end = past(past(past(next, true), false), true);
        onText.accept(text.substring(next, end));
        next = end;
    }

    /** The index after a run of white space, or of other characters. */
    private int past(int from, boolean space) {
        int end = from;
        while (end < text.length() && Character.isWhitespace(text.charAt(end)) == space) {
            end++;
        }
        return end;
    }

    private static Promise<Void> cancellable(Context context, Cancellation cancellation) {
        Promise<Void> promise = Promise.promise();
        cancellation.onCancel(
                () -> context.runOnContext(v -> promise.tryFail(new Failure(ErrorCode.CANCELLED, "Cancelled"))));
        return promise;
    }
}
