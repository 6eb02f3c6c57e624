package dev.pressroom.model.provider;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.langchain4j.http.client.sse.ServerSentEventParsingHandle;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One streamed request of LangChain4j, sent by Vert.x. The JDK client of LangChain4j blocks a thread for each stream,
 * can only be cancelled after the first chunk, and accepts a broken connection as the end of an answer. This one blocks
 * no thread, closes the connection at once on abort, limits the pauses, and accepts an answer only when it is complete.
 *
 * <p>Stays on the Vert.x context on which {@link #execute} is called; {@link #abort} must be called there too.
 */
final class StreamedRequest implements HttpClient, HttpClientBuilder {
    private static final Logger LOG = LoggerFactory.getLogger(StreamedRequest.class);

    /** Maximum length of the text; reasoning and the JSON around each chunk do not count. */
    private static final int MAX_TEXT_CHARACTERS = 1 << 20;

    private static final int MAX_STREAM_BYTES = 64 << 20;
    private static final int MAX_WHOLE_BYTES = 4 << 20;
    private static final int MAX_ERROR_BYTES = 64 << 10;
    private static final Set<Integer> LEARNED_FROM = Set.of(400, 404, 422);

    private final Vertx vertx;
    private final io.vertx.core.http.HttpClient http;
    private final CallLimits limits;
    private final ProviderErrors refusals;
    private final ProviderApi api;
    private final AnswerReader answer;
    private final Consumer<Failure> onFailure;

    private Optional<HttpClientRequest> request = Optional.empty();
    private ServerSentEventListener listener;
    private JsonObject sent = new JsonObject();
    private boolean over;
    private boolean aborted;
    private long receivedBytes;
    private int textLength;
    private long lastReceived;
    private long pauseTimer = -1;
    private long wholeTimer = -1;

    /** @param onFailure called at most once, before any other callback */
    StreamedRequest(
            Vertx vertx,
            io.vertx.core.http.HttpClient http,
            CallLimits limits,
            ProviderErrors refusals,
            ProviderApi api,
            Consumer<Failure> onFailure) {
        this.vertx = vertx;
        this.http = http;
        this.limits = limits;
        this.refusals = refusals;
        this.api = api;
        this.answer = api.reader();
        this.onFailure = onFailure;
    }

    /** The tokens that the provider has reported so far. */
    Optional<TokenCount> usage() {
        return answer.usage();
    }

    /** Closes the connection in any state; no callback follows. */
    void abort() {
        if (!over) {
            aborted = true;
            finish();
            request.ifPresent(HttpClientRequest::reset);
        }
    }

    @Override
    public void execute(HttpRequest httpRequest, ServerSentEventParser unused, ServerSentEventListener listener) {
        this.listener = listener;
        this.lastReceived = System.nanoTime();
        wholeTimer = vertx.setTimer(limits.whole().toMillis(), timer -> tooSlow("The model took too long."));
        watchPause(limits.pause().toMillis());
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(httpRequest.method().name()))
                .setAbsoluteURI(httpRequest.url());
        httpRequest.headers().forEach((name, values) -> options.putHeader(name, String.join(", ", values)));
        sent = api.adapt(new JsonObject(httpRequest.body()));
        http.request(options)
                .compose(opened -> send(opened, sent.toBuffer()))
                .onComplete(this::read, this::unreachable);
    }

    private io.vertx.core.Future<HttpClientResponse> send(HttpClientRequest opened, Buffer body) {
        request = Optional.of(opened);
        if (over) {
            opened.reset();
            return io.vertx.core.Future.failedFuture("aborted");
        }
        return opened.send(body);
    }

    private void read(HttpClientResponse response) {
        if (over) {
            return;
        }
        response.exceptionHandler(this::cut);
        if (response.statusCode() / 100 == 2) {
            readAnswer(response);
        } else {
            readRefusal(response);
        }
    }

    /** Some gateways label a stream as JSON or JSON as a stream, so the first character decides. */
    private void readAnswer(HttpClientResponse response) {
        EventLines events = new EventLines(this::event, this::cut);
        Buffer whole = Buffer.buffer();
        response.handler(bytes -> {
            if (!received(bytes)) {
                return;
            }
            if (whole.length() > 0 || receivedBytes == bytes.length() && isJson(bytes)) {
                whole.appendBuffer(bytes);
            } else {
                events.handle(bytes);
            }
            if (whole.length() > MAX_WHOLE_BYTES) {
                fail(tooLong());
            }
        });
        response.endHandler(v -> {
            if (whole.length() > 0) {
                take(answer.readWhole(whole));
            } else {
                events.end();
            }
            ended();
        });
    }

    private void event(String name, String data) {
        if (!over) {
            take(answer.read(name, data));
        }
    }

    private void take(List<AnswerReader.Part> parts) {
        for (AnswerReader.Part part : parts) {
            if (over) {
                return;
            }
            if (part instanceof AnswerReader.Part.Failed failed) {
                fail(failed.failure());
            } else if (part instanceof AnswerReader.Part.Piece piece) {
                pass(piece);
            }
        }
        if (!over && answer.isMarked()) {
            ended();
        }
    }

    private void pass(AnswerReader.Part.Piece piece) {
        textLength += piece.textLength();
        if (textLength > MAX_TEXT_CHARACTERS) {
            fail(tooLong());
            return;
        }
        String name = piece.event().isEmpty() ? null : piece.event();
        listener.onEvent(new ServerSentEvent(name, piece.data()), new ServerSentEventContext(new Handle()));
    }

    /** The answer or only the connection has ended; the reader knows which. */
    private void ended() {
        if (over) {
            return;
        }
        if (answer.isComplete()) {
            finish();
            listener.onClose();
        } else {
            cut(new IllegalStateException("the stream ended before the answer"));
        }
    }

    private void readRefusal(HttpClientResponse response) {
        Buffer body = Buffer.buffer();
        response.handler(bytes -> {
            if (body.length() < MAX_ERROR_BYTES) {
                body.appendBuffer(bytes);
            }
        });
        Optional<String> retryAfter = Optional.ofNullable(response.getHeader("retry-after"));
        response.endHandler(v -> refused(response.statusCode(), retryAfter, body));
    }

    private void refused(int status, Optional<String> retryAfter, Buffer body) {
        if (over) {
            return;
        }
        Failure failure = refusals.of(status, retryAfter, body);
        LOG.atWarn()
                .addKeyValue("status", status)
                .addKeyValue("code", failure.code())
                .addKeyValue("message", failure.getMessage())
                .log("the model provider refused a request");
        boolean again = LEARNED_FROM.contains(status) && api.learn(body.toString(), sent);
        fail(again ? new RetryWithoutFeature(failure) : failure);
    }

    /** A rejection of a request that can be sent again without the rejected feature. */
    static final class RetryWithoutFeature extends Failure {
        RetryWithoutFeature(Failure refusal) {
            super(refusal.code(), refusal.getMessage());
        }
    }

    private boolean received(Buffer bytes) {
        lastReceived = System.nanoTime();
        receivedBytes += bytes.length();
        if (receivedBytes > MAX_STREAM_BYTES) {
            fail(tooLong());
        }
        return !over;
    }

    private static Failure tooLong() {
        return new Failure(ErrorCode.MODEL_ANSWER_INVALID, "The model's answer is far too long.");
    }

    private void watchPause(long millis) {
        pauseTimer = vertx.setTimer(Math.max(1, millis), timer -> {
            long silence = Duration.ofNanos(System.nanoTime() - lastReceived).toMillis();
            long left = limits.pause().toMillis() - silence;
            if (left > 0) {
                watchPause(left);
            } else {
                tooSlow("The model stopped answering.");
            }
        });
    }

    private void tooSlow(String message) {
        fail(new Failure(ErrorCode.MODEL_TIMEOUT, message + " Try again."));
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

    private void fail(Failure failure) {
        if (!over) {
            abort();
            onFailure.accept(failure);
        }
    }

    private void finish() {
        over = true;
        vertx.cancelTimer(wholeTimer);
        vertx.cancelTimer(pauseTimer);
    }

    private static boolean isJson(Buffer bytes) {
        return bytes.toString(StandardCharsets.UTF_8)
                .replace("\uFEFF", "")
                .stripLeading()
                .startsWith("{");
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        throw new UnsupportedOperationException("would block the event loop");
    }

    @Override
    public HttpClient build() {
        return this;
    }

    @Override
    public Duration connectTimeout() {
        return limits.pause();
    }

    /** The timeouts of {@link CallLimits} apply; those of LangChain4j are ignored. */
    @Override
    public HttpClientBuilder connectTimeout(Duration unused) {
        return this;
    }

    @Override
    public Duration readTimeout() {
        return limits.pause();
    }

    @Override
    public HttpClientBuilder readTimeout(Duration unused) {
        return this;
    }

    private final class Handle implements ServerSentEventParsingHandle {
        @Override
        public void cancel() {
            abort();
        }

        @Override
        public boolean isCancelled() {
            return aborted;
        }
    }
}
