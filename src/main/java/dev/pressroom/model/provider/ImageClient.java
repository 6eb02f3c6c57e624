package dev.pressroom.model.provider;

import dev.pressroom.base.CallScope;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.ModelUsage;
import dev.pressroom.image.Image;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;

/**
 * A client for the OpenAI images API and compatible ones. Images are only accepted as bytes: a URL in an answer is
 * untrusted and is not fetched.
 */
public final class ImageClient {
    private final Vertx vertx;
    private final Endpoint endpoint;
    private final CallLimits limits;
    private final ProviderErrors refusals;
    private final HttpClient http;

    /** @param connections concurrent; as many further calls may wait for one */
    public ImageClient(Vertx vertx, Endpoint endpoint, CallLimits limits, int connections, Clock clock, Proxy proxy) {
        this.vertx = vertx;
        this.endpoint = endpoint;
        this.limits = limits;
        this.refusals = new ProviderErrors(clock, endpoint, ProviderVariables.OPENAI_IMAGES);
        this.http = ProviderHttp.client(vertx, endpoint.baseUrl(), connections, proxy);
    }

    public String modelName() {
        return endpoint.model();
    }

    /** Completes on the Vert.x context of the call. Fails with a {@link Failure}. */
    public Future<Image> draw(String prompt, CallScope scope) {
        Context context = vertx.getOrCreateContext();
        Promise<Image> promise = Promise.promise();
        context.runOnContext(v -> start(context, prompt, scope).onComplete(promise));
        return promise.future();
    }

    private Future<Image> start(Context context, String prompt, CallScope scope) {
        Failure cancelled = new Failure(ErrorCode.CANCELLED, "Cancelled");
        if (scope.cancellation().isCancelled()) {
            return Future.failedFuture(cancelled);
        }
        ProviderPost post = new ProviderPost(vertx, http, limits, refusals);
        scope.cancellation().onCancel(() -> context.runOnContext(v -> post.fail(cancelled)));
        return post.send(endpoint, "/images/generations", request(prompt))
                .compose(answer -> vertx.executeBlocking(() -> ImageAnswer.read(answer), false))
                .onSuccess(answer -> scope.onUsage().accept(usage(answer.tokens())))
                .map(ImageAnswer::image);
    }

    private ModelUsage usage(Optional<TokenCount> tokens) {
        return new ModelUsage(
                endpoint.model(),
                tokens.map(TokenCount::input).orElse(0),
                tokens.map(TokenCount::output).orElse(0),
                1);
    }

    /**
     * The parameters depend on the model: newer OpenAI models always answer with bytes, and reject {@code
     * response_format}.
     */
    private Buffer request(String prompt) {
        String model = endpoint.model().toLowerCase(Locale.ROOT);
        JsonObject request = new JsonObject()
                .put("model", endpoint.model())
                .put("prompt", prompt)
                .put("n", 1);
        if (model.contains("gpt-image")) {
            request.put("size", "1536x1024").put("output_format", "jpeg");
        } else {
            request.put("size", model.contains("dall-e-3") ? "1792x1024" : "1024x1024")
                    .put("response_format", "b64_json");
        }
        return request.toBuffer();
    }
}
