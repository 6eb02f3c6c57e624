package dev.pressroom.model.openai;

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
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One streamed request of LangChain4j, sent by Vert.x. LangChain4j's own JDK client parks a thread on every stream, can
 * be cancelled only once the first piece has come, and takes a connection that breaks for the end of the answer. This
 * one blocks no thread, closes the connection the moment it is told to stop, watches the pauses, and accepts an answer
 * only when it has said that it is complete.
 *
 * <p>Everything happens on the Vert.x context that {@link #execute} is called on; {@link #abort} belongs there too.
 */
final class Exchange implements HttpClient, HttpClientBuilder {
    private static final int LARGEST_ANSWER = 4 << 20;
    private static final int LARGEST_REFUSAL = 64 << 10;

    private final Vertx vertx;
    private final io.vertx.core.http.HttpClient http;
    private final CallLimits limits;
    private final Refusals refusals;
    private final Consumer<Failure> onFailure;

    private Optional<HttpClientRequest> request = Optional.empty();
    private ServerSentEventListener listener;
    private AnswerEnd end = new AnswerEnd();
    private boolean over;
    private boolean aborted;
    private long received;
    private long lastHeard;
    private long pauseTimer = -1;
    private long wholeTimer = -1;

    /** @param onFailure is told at most once, before anything else hears of it */
    Exchange(
            Vertx vertx,
            io.vertx.core.http.HttpClient http,
            CallLimits limits,
            Refusals refusals,
            Consumer<Failure> onFailure) {
        this.vertx = vertx;
        this.http = http;
        this.limits = limits;
        this.refusals = refusals;
        this.onFailure = onFailure;
    }

    /** Closes the connection, whatever state it is in. Nothing is told to anybody afterwards. */
    void abort() {
        if (!over) {
            aborted = true;
            finish();
            request.ifPresent(HttpClientRequest::reset);
        }
    }

    @Override
    public void execute(HttpRequest asked, ServerSentEventParser unused, ServerSentEventListener listener) {
        this.listener = listener;
        this.lastHeard = System.nanoTime();
        wholeTimer = vertx.setTimer(limits.whole().toMillis(), timer -> tooSlow("The model took too long."));
        watchPause(limits.pause().toMillis());
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(asked.method().name()))
                .setAbsoluteURI(asked.url());
        asked.headers().forEach((name, values) -> options.putHeader(name, String.join(", ", values)));
        http.request(options).compose(opened -> send(opened, asked.body())).onComplete(this::read, this::unreachable);
    }

    private io.vertx.core.Future<HttpClientResponse> send(HttpClientRequest opened, String body) {
        request = Optional.of(opened);
        if (over) {
            opened.reset();
            return io.vertx.core.Future.failedFuture("aborted");
        }
        return opened.send(Buffer.buffer(body));
    }

    private void read(HttpClientResponse response) {
        if (over) {
            return;
        }
        response.exceptionHandler(this::cut);
        if (response.statusCode() != 200) {
            readRefusal(response);
        } else if (isJson(response)) {
            readWhole(response);
        } else {
            readStream(response);
        }
    }

    private void readStream(HttpClientResponse response) {
        EventLines events = new EventLines(this::event, this::cut);
        response.handler(bytes -> {
            if (heard(bytes)) {
                events.handle(bytes);
            }
        });
        response.endHandler(v -> ended());
    }

    private void event(String name, String data) {
        if (over) {
            return;
        }
        end.look(data);
        listener.onEvent(new ServerSentEvent(name, data), new ServerSentEventContext(new Handle()));
        if (end.isMarked()) {
            ended();
        }
    }

    /** The end of the answer, or of the connection: which of the two, the answer itself has told. */
    private void ended() {
        if (over) {
            return;
        }
        if (end.isComplete()) {
            finish();
            listener.onClose();
        } else {
            cut(new IllegalStateException("the stream ended before the answer"));
        }
    }

    /** A server that does not stream answers at once; to LangChain4j it looks like a stream of one piece. */
    private void readWhole(HttpClientResponse response) {
        Buffer body = Buffer.buffer();
        response.handler(bytes -> {
            if (heard(bytes)) {
                body.appendBuffer(bytes);
            }
        });
        response.endHandler(v -> WholeAnswer.asEvents(body)
                .ifPresentOrElse(
                        events -> events.forEach(data -> event("", data)),
                        () -> cut(new IllegalStateException("not an answer"))));
    }

    private void readRefusal(HttpClientResponse response) {
        Buffer body = Buffer.buffer();
        response.handler(bytes -> {
            if (body.length() < LARGEST_REFUSAL) {
                body.appendBuffer(bytes);
            }
        });
        Optional<String> retryAfter = Optional.ofNullable(response.getHeader("retry-after"));
        response.endHandler(v -> fail(refusals.of(response.statusCode(), retryAfter, body)));
    }

    private boolean heard(Buffer bytes) {
        lastHeard = System.nanoTime();
        received += bytes.length();
        if (received > LARGEST_ANSWER) {
            fail(new Failure(ErrorCode.MODEL_ANSWER_INVALID, "The model's answer is far too long."));
        }
        return !over;
    }

    private void watchPause(long millis) {
        pauseTimer = vertx.setTimer(Math.max(1, millis), timer -> {
            long silence = Duration.ofNanos(System.nanoTime() - lastHeard).toMillis();
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
                "The model provider broke off in the middle of its answer. Try again.",
                cause));
    }

    private void unreachable(Throwable cause) {
        fail(new Failure(
                ErrorCode.MODEL_UNAVAILABLE,
                "The model provider can not be reached. Check OPENAI_BASE_URL, or try again later.",
                cause));
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

    private static boolean isJson(HttpClientResponse response) {
        String type = response.getHeader("content-type");
        return type != null && type.startsWith("application/json");
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

    /** The time-outs are those of {@link CallLimits}; LangChain4j's wishes are not heard. */
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
