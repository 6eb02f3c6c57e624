package dev.pressroom.model.openai;

import dev.pressroom.base.Cancellation;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.time.Clock;
import java.util.function.Consumer;

/** Asks an endpoint that speaks OpenAI's chat API. The answer is always streamed, since only a stream shows life. */
public final class OpenAiChat {
    private static final int CONNECT_TIMEOUT_MS = 5_000;
    private static final int IDLE_CONNECTION_SECONDS = 30;

    private final Vertx vertx;
    private final Endpoint endpoint;
    private final CallLimits limits;
    private final Refusals refusals;
    private final HttpClient http;

    /** @param tokens as the provider counts them; an estimate where it does not tell */
    public record Answer(String text, int tokens) {}

    /** @param connections at once; as many calls again may wait for one */
    public OpenAiChat(Vertx vertx, Endpoint endpoint, CallLimits limits, int connections, Clock clock) {
        this.vertx = vertx;
        this.endpoint = endpoint;
        this.limits = limits;
        this.refusals = new Refusals(clock);
        this.http = vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setConnectTimeout(CONNECT_TIMEOUT_MS)
                        .setKeepAliveTimeout(IDLE_CONNECTION_SECONDS))
                .with(new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(connections))
                .build();
    }

    public String modelName() {
        return endpoint.model();
    }

    /** Completes, and calls {@code onText}, on the Vert.x context of the caller. Fails with a {@link Failure}. */
    public Future<Answer> ask(Conversation conversation, Consumer<String> onText, Cancellation cancellation) {
        Context context = vertx.getOrCreateContext();
        Promise<Answer> promise = Promise.promise();
        context.runOnContext(
                v -> start(context, conversation, onText, cancellation).onComplete(promise));
        return promise.future();
    }

    private Future<Answer> start(
            Context context, Conversation conversation, Consumer<String> onText, Cancellation cancellation) {
        Failure cancelled = new Failure(ErrorCode.CANCELLED, "Cancelled");
        if (cancellation.isCancelled()) {
            return Future.failedFuture(cancelled);
        }
        Call call = new Call(onText);
        Exchange exchange = new Exchange(vertx, http, limits, refusals, call::fail);
        cancellation.onCancel(() -> context.runOnContext(v -> call.fail(cancelled)));
        return call.start(endpoint, conversation.request(), exchange);
    }
}
