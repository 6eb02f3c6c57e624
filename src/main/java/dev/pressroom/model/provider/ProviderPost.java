package dev.pressroom.model.provider;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.Optional;

/**
 * One request with an answer that is not streamed, bounded in time and size. Stays on one Vert.x context; a failure
 * closes the connection.
 */
final class ProviderPost {
    private static final int MAX_ANSWER_BYTES = 16 << 20;
    private static final int MAX_ERROR_BYTES = 64 << 10;

    private final Vertx vertx;
    private final HttpClient http;
    private final CallLimits limits;
    private final ProviderErrors refusals;
    private final Promise<Buffer> answer = Promise.promise();
    private final Buffer received = Buffer.buffer();
    private Optional<HttpClientRequest> request = Optional.empty();

    ProviderPost(Vertx vertx, HttpClient http, CallLimits limits, ProviderErrors refusals) {
        this.vertx = vertx;
        this.http = http;
        this.limits = limits;
        this.refusals = refusals;
    }

    /** @param path below the endpoint's base URL */
    Future<Buffer> send(Endpoint endpoint, String path, Buffer body) {
        long timer = vertx.setTimer(
                limits.whole().toMillis(),
                id -> fail(new Failure(ErrorCode.MODEL_TIMEOUT, "The model took too long. Try again.")));
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(address(endpoint, path))
                .putHeader("content-type", "application/json")
                .putHeader("accept", "application/json");
        endpoint.headers().forEach(options::putHeader);
        endpoint.key().ifPresent(key -> {
            if (endpoint.apiVersion().isPresent()) {
                options.putHeader("api-key", key.value());
            } else {
                options.putHeader("authorization", "Bearer " + key.value());
            }
        });
        http.request(options).compose(opened -> send(opened, body)).onComplete(this::read, this::unreachable);
        return answer.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private static String address(Endpoint endpoint, String path) {
        String base = endpoint.baseUrl().toString();
        int end = base.length();
        while (end > 0 && base.charAt(end - 1) == '/') {
            end--;
        }
        return base.substring(0, end)
                + path
                + endpoint.apiVersion()
                        .map(version -> "?api-version=" + version)
                        .orElse("");
    }

    /** Ends the call unless it has ended. */
    void fail(Failure failure) {
        if (answer.tryFail(failure)) {
            request.ifPresent(HttpClientRequest::reset);
        }
    }

    private Future<HttpClientResponse> send(HttpClientRequest opened, Buffer body) {
        request = Optional.of(opened);
        if (answer.future().isComplete()) {
            opened.reset();
            return Future.failedFuture("ended before it began");
        }
        return opened.send(body);
    }

    private void read(HttpClientResponse response) {
        boolean isSuccess = response.statusCode() / 100 == 2;
        response.exceptionHandler(this::cut);
        response.handler(bytes -> take(bytes, isSuccess));
        response.endHandler(v -> {
            if (isSuccess) {
                answer.tryComplete(received);
            } else {
                Optional<String> retryAfter = Optional.ofNullable(response.getHeader("retry-after"));
                fail(refusals.of(response.statusCode(), retryAfter, received));
            }
        });
    }

    private void take(Buffer bytes, boolean isSuccess) {
        if (answer.future().isComplete()) {
            return;
        }
        if (isSuccess && received.length() + bytes.length() > MAX_ANSWER_BYTES) {
            fail(new Failure(ErrorCode.MODEL_ANSWER_INVALID, "The model's answer is far too long."));
        } else if (isSuccess || received.length() < MAX_ERROR_BYTES) {
            received.appendBuffer(bytes);
        }
    }

    private void cut(Throwable cause) {
        fail(new Failure(
                ErrorCode.MODEL_UNAVAILABLE,
                "The model provider closed the connection in the middle of its answer. Try again.",
                cause));
    }

    private void unreachable(Throwable cause) {
        fail(refusals.unreachable(cause));
    }
}
