package dev.pressroom.model.provider;

import dev.pressroom.base.CallScope;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.time.Clock;
import java.util.function.Consumer;

/**
 * A client for the chat API of a provider. Answers are always streamed, since only a stream shows that the model is
 * still working. When the provider rejects a feature of a request, the request is sent again without it.
 */
public final class ChatClient {
    /** The first request, and one more for each feature that can be left out. */
    private static final int MAX_TRIES = 1 + UnsupportedFeature.values().length;

    private final Vertx vertx;
    private final Endpoint endpoint;
    private final CallLimits limits;
    private final ProviderErrors refusals;
    private final ProviderApi api;
    private final HttpClient http;

    /** @param tokens as reported by the provider; an estimate when it does not report them */
    public record Answer(String text, int tokens) {}

    /** @param connections concurrent; as many further calls may wait for one */
    public ChatClient(
            Vertx vertx,
            ProviderKind kind,
            Endpoint endpoint,
            CallLimits limits,
            int connections,
            Clock clock,
            Proxy proxy) {
        this.vertx = vertx;
        this.endpoint = endpoint;
        this.limits = limits;
        this.refusals = new ProviderErrors(clock, endpoint, kind.variables());
        this.api = kind.api(endpoint, refusals);
        this.http = ProviderHttp.client(vertx, endpoint.baseUrl(), connections, proxy);
    }

    public String modelName() {
        return endpoint.model();
    }

    /** Completes, and calls {@code onText}, on the Vert.x context of the call. Fails with a {@link Failure}. */
    public Future<Answer> ask(ChatMessages conversation, Consumer<String> onText, CallScope scope) {
        Context context = vertx.getOrCreateContext();
        Promise<Answer> promise = Promise.promise();
        context.runOnContext(
                v -> tryFor(MAX_TRIES, context, conversation, onText, scope).onComplete(promise));
        return promise.future();
    }

    /** A rejection comes before any text, so a retry repeats none. */
    private Future<Answer> tryFor(
            int tries, Context context, ChatMessages conversation, Consumer<String> onText, CallScope scope) {
        return start(context, conversation, onText, scope)
                .recover(cause -> cause instanceof StreamedRequest.RetryWithoutFeature && tries > 1
                        ? tryFor(tries - 1, context, conversation, onText, scope)
                        : Future.failedFuture(cause));
    }

    private Future<Answer> start(Context context, ChatMessages conversation, Consumer<String> onText, CallScope scope) {
        Failure cancelled = new Failure(ErrorCode.CANCELLED, "Cancelled");
        if (scope.cancellation().isCancelled()) {
            return Future.failedFuture(cancelled);
        }
        ModelCall call = new ModelCall(modelName(), onText, scope.onUsage());
        StreamedRequest exchange = new StreamedRequest(vertx, http, limits, refusals, api, call::fail);
        scope.cancellation().onCancel(() -> context.runOnContext(v -> call.fail(cancelled)));
        return call.start(api, conversation.request(api.takesResponseFormat()), exchange);
    }
}
