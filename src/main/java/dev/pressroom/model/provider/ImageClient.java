package dev.pressroom.model.provider;

import dev.pressroom.base.Cancellation;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
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

/**
 * Asks an endpoint that speaks OpenAI's images API. Pictures are taken as bytes in the answer only: an address in it is
 * the word of a stranger, and is not followed.
 */
public final class ImageClient {
    private final Vertx vertx;
    private final Endpoint endpoint;
    private final CallLimits limits;
    private final ProviderErrors refusals;
    private final HttpClient http;

    /** @param connections at once; as many calls again may wait for one */
    public ImageClient(Vertx vertx, Endpoint endpoint, CallLimits limits, int connections, Clock clock, Proxy proxy) {
        this.vertx = vertx;
        this.endpoint = endpoint;
        this.limits = limits;
        this.refusals = new ProviderErrors(clock, endpoint, "OPENAI_IMAGE_MODEL", "names a model that draws");
        this.http = ProviderHttp.client(vertx, endpoint.baseUrl(), connections, proxy);
    }

    public String modelName() {
        return endpoint.model();
    }

    /** Completes on the Vert.x context of the caller. Fails with a {@link Failure}. */
    public Future<Image> draw(String prompt, Cancellation cancellation) {
        Context context = vertx.getOrCreateContext();
        Promise<Image> promise = Promise.promise();
        context.runOnContext(v -> start(context, prompt, cancellation).onComplete(promise));
        return promise.future();
    }

    private Future<Image> start(Context context, String prompt, Cancellation cancellation) {
        Failure cancelled = new Failure(ErrorCode.CANCELLED, "Cancelled");
        if (cancellation.isCancelled()) {
            return Future.failedFuture(cancelled);
        }
        ProviderPost post = new ProviderPost(vertx, http, limits, refusals);
        cancellation.onCancel(() -> context.runOnContext(v -> post.fail(cancelled)));
        return post.send(endpoint, "/images/generations", request(prompt))
                .compose(answer -> vertx.executeBlocking(() -> ImageAnswer.read(answer), false));
    }

    /** What a model takes differs: OpenAI's newer ones always answer with bytes, and refuse to be asked for them. */
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
