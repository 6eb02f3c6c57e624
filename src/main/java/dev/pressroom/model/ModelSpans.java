package dev.pressroom.model;

import dev.pressroom.base.CallScope;
import dev.pressroom.base.Meters;
import dev.pressroom.base.ModelUsage;
import dev.pressroom.trace.TraceSpan;
import io.vertx.core.Future;
import java.util.function.Function;

/**
 * Creates the spans of model calls by the semantic conventions for generative AI, without prompts and answers. A span
 * includes the wait for one of the concurrent calls, and the second request after an answer that was not valid.
 *
 * @param provider the attribute {@code gen_ai.provider.name}
 */
public record ModelSpans(String provider) {
    /**
     * Runs a call within a span; the scope of the call is given to {@code call}.
     *
     * @param operation the attribute {@code gen_ai.operation.name}
     * @param model the name of the requested model
     * @param outputType the attribute {@code gen_ai.output.type}: text, json or image
     */
    <T> Future<T> around(
            String operation, String model, String outputType, CallScope scope, Function<CallScope, Future<T>> call) {
        if (scope.span() == TraceSpan.NONE) {
            return call.apply(scope);
        }
        TraceSpan span = scope.span()
                .child(operation + ' ' + model, TraceSpan.Kind.CLIENT)
                .set("gen_ai.operation.name", operation)
                .set("gen_ai.provider.name", provider)
                .set("gen_ai.request.model", model)
                .set("gen_ai.output.type", outputType);
        Used used = new Used();
        CallScope own = new CallScope(
                scope.cancellation(),
                usage -> {
                    used.add(usage);
                    scope.onUsage().accept(usage);
                },
                span);
        return call.apply(own).onComplete(done -> {
            used.describe(span);
            if (done.failed()) {
                span.failed(Meters.outcome(done.cause()));
            }
            span.end();
        });
    }

    /** The usage of the requests of a call. */
    private static final class Used {
        private String model;
        private long inputTokens;
        private long outputTokens;

        void add(ModelUsage usage) {
            model = usage.model();
            inputTokens += usage.inputTokens();
            outputTokens += usage.outputTokens();
        }

        void describe(TraceSpan span) {
            if (model != null) {
                span.set("gen_ai.response.model", model)
                        .set("gen_ai.usage.input_tokens", inputTokens)
                        .set("gen_ai.usage.output_tokens", outputTokens);
            }
        }
    }
}
