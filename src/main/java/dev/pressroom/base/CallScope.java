package dev.pressroom.base;

import dev.pressroom.trace.TraceSpan;
import java.util.function.Consumer;

/**
 * On whose behalf models are called.
 *
 * @param cancellation ends the calls
 * @param onUsage receives what each call has used, on the Vert.x context of the call, before its future completes; also of a
 *     failed call, if that is known
 * @param span the parent of the spans of the calls
 */
public record CallScope(Cancellation cancellation, Consumer<ModelUsage> onUsage, TraceSpan span) {
    /** A scope of calls that are not traced. */
    public CallScope(Cancellation cancellation, Consumer<ModelUsage> onUsage) {
        this(cancellation, onUsage, TraceSpan.NONE);
    }

    /** A scope whose usage is not counted. */
    public static CallScope uncounted(Cancellation cancellation) {
        return new CallScope(cancellation, usage -> {});
    }
}
