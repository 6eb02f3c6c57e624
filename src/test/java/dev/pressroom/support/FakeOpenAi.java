package dev.pressroom.support;

import dev.pressroom.model.Task;
import dev.pressroom.model.demo.Demo;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server for OpenAI's chat and images APIs whose behaviour tests choose. By default it answers each task with what the
 * demo model generates for the same facts.
 *
 * <pre>{@code
 * FakeOpenAi provider = FakeOpenAi.start(vertx).await(10, SECONDS);
 * provider.next(Task.ARTICLE, new Behaviour.CutAfter(5)).delayPerPiece(Duration.ofMillis(2));
 * }</pre>
 */
public final class FakeOpenAi {
    /** The task of a call for an image. There {@link Behaviour.Text} is the whole body of the answer. */
    public static final String IMAGE = "image";

    /** The generated image: one transparent pixel as PNG. */
    public static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private static final String IMAGES = "/v1/images/generations";
    private static final Pattern TASK = Pattern.compile("Task: (\\S+)");
    private static final Pattern PIECE = Pattern.compile("\\s*\\S+\\s*");
    private static final int PIECES_PER_TURN = 50;

    private final Vertx vertx;
    private final Demo demo = new Demo(7);
    private final Map<String, Deque<Behaviour>> script = new HashMap<>();
    private final List<JsonObject> requests = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final List<String> queries = new ArrayList<>();
    private final List<MultiMap> headers = new ArrayList<>();
    private final Promise<Void> abandoned = Promise.promise();
    private Duration delayPerPiece = Duration.ZERO;
    private Future<Void> held = Future.succeededFuture();
    private HttpServer server;
    private int open;
    private int most;

    /** The behaviour in one call. */
    public sealed interface Behaviour {
        /** A correct answer. */
        record Well() implements Behaviour {}

        /** This text as the answer to any request. */
        record Text(String text) implements Behaviour {}

        /** A correct answer in one piece, although the request asks for a stream. */
        record NotStreamed() implements Behaviour {}

        /** An error status. {@code headers} are pairs of name and value. */
        record Status(int code, String body, String... headers) implements Behaviour {}

        /** Sends this many chunks, then resets the connection. */
        record CutAfter(int pieces) implements Behaviour {}

        /** Sends this many chunks, then resets the connection when the future succeeds, on any thread. */
        record CutWhen(int pieces, Future<Void> cut) implements Behaviour {}

        /** Sends this many chunks, then ends the stream without an end marker. */
        record EndAfter(int pieces) implements Behaviour {}

        /** Sends this many chunks, then nothing more. With 0 not even the response head. */
        record StallAfter(int pieces) implements Behaviour {}

        /** Exactly this as the response to any request. */
        record Raw(int status, String contentType, String body) implements Behaviour {}

        /** A stream of meaningless bytes. */
        record Garbage() implements Behaviour {}
    }

    private FakeOpenAi(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Listens at a port that the system chooses. */
    public static Future<FakeOpenAi> start(Vertx vertx) {
        FakeOpenAi fake = new FakeOpenAi(vertx);
        return vertx.createHttpServer()
                .requestHandler(fake::receive)
                .listen(0, "127.0.0.1")
                .map(server -> {
                    fake.server = server;
                    return fake;
                });
    }

    /** For {@code OPENAI_BASE_URL}. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.actualPort() + "/v1");
    }

    public synchronized FakeOpenAi delayPerPiece(Duration delay) {
        delayPerPiece = delay;
        return this;
    }

    /** Delays all answers until the future succeeds, on any thread. */
    public synchronized FakeOpenAi holdUntil(Future<Void> released) {
        held = released;
        return this;
    }

    /** Sets the behaviour in the next calls of any task, in this order; later calls get correct answers. */
    public FakeOpenAi next(Behaviour... behaviours) {
        return next("", behaviours);
    }

    /** Sets the behaviour in the next calls of one task; it has priority over {@link #next(Behaviour...)}. */
    public synchronized FakeOpenAi next(String task, Behaviour... behaviours) {
        script.computeIfAbsent(task, t -> new ArrayDeque<>()).addAll(Arrays.asList(behaviours));
        return this;
    }

    public synchronized int calls() {
        return requests.size();
    }

    public synchronized int calls(String task) {
        return (int)
                requests.stream().filter(request -> task(request).equals(task)).count();
    }

    /** The bodies of all requests, in order. */
    public synchronized List<JsonObject> requests() {
        return List.copyOf(requests);
    }

    /** The {@code Authorization} headers of all requests; empty text where there was none. */
    public synchronized List<String> keys() {
        return List.copyOf(keys);
    }

    /** The queries of all requests. */
    public synchronized List<String> queries() {
        return List.copyOf(queries);
    }

    /** The headers of all requests. */
    public synchronized List<MultiMap> headers() {
        return List.copyOf(headers);
    }

    /** The maximum number of concurrent calls so far. */
    public synchronized int mostAtOnce() {
        return most;
    }

    /** Succeeds when a client closes its connection before the answer has ended. */
    public Future<Void> abandoned() {
        return abandoned.future();
    }

    public Future<Void> close() {
        return server.close();
    }

    private void receive(HttpServerRequest request) {
        if (!request.path().equals("/v1/chat/completions") && !request.path().equals(IMAGES)) {
            request.response().setStatusCode(404).end();
            return;
        }
        request.body().onSuccess(body -> answer(request, body.toJsonObject()));
    }

    private void answer(HttpServerRequest request, JsonObject asked) {
        Behaviour behaviour = opened(request, asked);
        HttpServerResponse response = request.response();
        response.closeHandler(v -> {
            closed();
            if (!response.ended()) {
                abandoned.tryComplete();
            }
        });
        response.endHandler(v -> closed());
        Context here = vertx.getOrCreateContext();
        held().onSuccess(released -> here.runOnContext(go -> answer(request, asked, behaviour)));
    }

    private void answer(HttpServerRequest request, JsonObject asked, Behaviour behaviour) {
        HttpServerResponse response = request.response();
        boolean streamed = asked.getBoolean("stream", false);
        if (behaviour instanceof Behaviour.Status status) {
            refuse(response, status);
        } else if (behaviour instanceof Behaviour.Raw raw) {
            response.setStatusCode(raw.status())
                    .putHeader("content-type", raw.contentType())
                    .end(raw.body());
        } else if (request.path().equals(IMAGES)) {
            image(response, behaviour);
        } else if (behaviour instanceof Behaviour.Garbage) {
            response.putHeader("content-type", "text/event-stream")
                    .end(Buffer.buffer(new byte[] {0, -1, 7, 10, 10, 65, 10}));
        } else if (behaviour instanceof Behaviour.NotStreamed || !streamed) {
            whole(response, behaviour instanceof Behaviour.Text text ? text.text() : well(asked));
        } else if (!(behaviour instanceof Behaviour.StallAfter stall && stall.pieces() == 0)) {
            stream(response, behaviour instanceof Behaviour.Text text ? text.text() : well(asked), behaviour);
        }
    }

    private synchronized Behaviour opened(HttpServerRequest request, JsonObject asked) {
        requests.add(asked);
        queries.add(request.query() == null ? "" : request.query());
        headers.add(request.headers());
        keys.add(request.getHeader("authorization") == null ? "" : request.getHeader("authorization"));
        open++;
        most = Math.max(most, open);
        Deque<Behaviour> own = script.getOrDefault(task(asked), new ArrayDeque<>());
        Deque<Behaviour> any = script.getOrDefault("", new ArrayDeque<>());
        Behaviour scripted = own.isEmpty() ? any.poll() : own.poll();
        return scripted == null ? new Behaviour.Well() : scripted;
    }

    private synchronized void closed() {
        open = Math.max(0, open - 1);
    }

    private synchronized Future<Void> held() {
        return held;
    }

    private synchronized Duration delay() {
        return delayPerPiece;
    }

    private static void refuse(HttpServerResponse response, Behaviour.Status status) {
        for (int i = 0; i + 1 < status.headers().length; i += 2) {
            response.putHeader(status.headers()[i], status.headers()[i + 1]);
        }
        response.setStatusCode(status.code()).end(status.body());
    }

    private void stream(HttpServerResponse response, String text, Behaviour behaviour) {
        response.setChunked(true).putHeader("content-type", "text/event-stream");
        List<String> pieces =
                PIECE.matcher(text).results().map(found -> found.group()).toList();
        sendPieces(response, pieces, 0, behaviour);
    }

    private void sendPieces(HttpServerResponse response, List<String> pieces, int from, Behaviour behaviour) {
        Duration delay = delay();
        int turn = delay.isZero() ? PIECES_PER_TURN : 1;
        for (int i = from; i < from + turn; i++) {
            if (response.closed() || endsAt(response, pieces, i, behaviour)) {
                return;
            }
            response.write(event(new JsonObject().put("content", pieces.get(i)), null));
        }
        if (delay.isZero()) {
            vertx.runOnContext(v -> sendPieces(response, pieces, from + turn, behaviour));
        } else {
            vertx.setTimer(delay.toMillis(), timer -> sendPieces(response, pieces, from + turn, behaviour));
        }
    }

    private boolean endsAt(HttpServerResponse response, List<String> pieces, int i, Behaviour behaviour) {
        if (behaviour instanceof Behaviour.CutAfter cut && i >= cut.pieces()) {
            response.reset();
            return true;
        }
        if (behaviour instanceof Behaviour.CutWhen when && i >= when.pieces()) {
            Context here = vertx.getOrCreateContext();
            when.cut().onSuccess(cut -> here.runOnContext(go -> response.reset()));
            return true;
        }
        if (behaviour instanceof Behaviour.EndAfter end && i >= end.pieces()) {
            response.end();
            return true;
        }
        if (behaviour instanceof Behaviour.StallAfter stall && i >= stall.pieces()) {
            return true;
        }
        if (i >= pieces.size()) {
            finish(response, pieces.size());
            return true;
        }
        return false;
    }

    private static void finish(HttpServerResponse response, int pieces) {
        response.write(event(new JsonObject(), "stop"));
        response.write(
                "data: " + chunk(new JsonArray()).put("usage", usage(pieces)).encode() + "\n\n");
        response.end("data: [DONE]\n\n");
    }

    /** After {@link #delayPerPiece}. A piece is a byte here. */
    private void image(HttpServerResponse response, Behaviour behaviour) {
        if (delay().isZero()) {
            imageNow(response, behaviour);
        } else {
            vertx.setTimer(delay().toMillis(), timer -> imageNow(response, behaviour));
        }
    }

    private static void imageNow(HttpServerResponse response, Behaviour behaviour) {
        String body = new JsonObject()
                .put("data", new JsonArray().add(new JsonObject().put("b64_json", PNG)))
                .encode();
        response.putHeader("content-type", "application/json");
        if (behaviour instanceof Behaviour.Text text) {
            response.end(text.text());
        } else if (behaviour instanceof Behaviour.Garbage) {
            response.end(Buffer.buffer(new byte[] {0, -1, 7, 10, 10, 65, 10}));
        } else if (behaviour instanceof Behaviour.CutAfter cut) {
            response.setChunked(true).write(body.substring(0, cut.pieces())).onSuccess(v -> response.reset());
        } else if (behaviour instanceof Behaviour.EndAfter end) {
            response.end(body.substring(0, end.pieces()));
        } else if (!(behaviour instanceof Behaviour.StallAfter)) {
            response.end(body);
        }
    }

    private static void whole(HttpServerResponse response, String text) {
        JsonObject message = new JsonObject().put("role", "assistant").put("content", text);
        JsonObject choice =
                new JsonObject().put("index", 0).put("message", message).put("finish_reason", "stop");
        response.putHeader("content-type", "application/json")
                .end(chunk(new JsonArray().add(choice))
                        .put("object", "chat.completion")
                        .put("usage", usage(10))
                        .encode());
    }

    private static String event(JsonObject delta, String finishReason) {
        JsonObject choice = new JsonObject().put("index", 0).put("delta", delta).put("finish_reason", finishReason);
        return "data: " + chunk(new JsonArray().add(choice)).encode() + "\n\n";
    }

    private static JsonObject chunk(JsonArray choices) {
        return new JsonObject()
                .put("id", "chatcmpl-fake")
                .put("object", "chat.completion.chunk")
                .put("created", 1_700_000_000)
                .put("model", "fake-model")
                .put("choices", choices);
    }

    private static JsonObject usage(int pieces) {
        return new JsonObject()
                .put("prompt_tokens", 100)
                .put("completion_tokens", pieces)
                .put("total_tokens", 100 + pieces);
    }

    private String well(JsonObject asked) {
        JsonObject facts = new JsonObject(message(asked, 1));
        return switch (task(asked)) {
            case Task.OUTLINE -> demo.outline(facts).encode();
            case Task.VISUALS -> demo.visuals(facts).encode();
            case Task.SEO -> demo.seo(facts).encode();
            case Task.ANALYSIS -> demo.analysis(facts).encode();
            case Task.OPENING -> demo.opening(facts);
            case Task.INSIGHTS -> demo.insights(facts).encode();
            case Task.AUDIENCE -> demo.audience(facts).encode();
            case Task.PITCH -> demo.pitch(facts).encode();
            default -> demo.article(facts);
        };
    }

    private static String task(JsonObject asked) {
        if (asked.containsKey("prompt")) {
            return IMAGE;
        }
        Matcher m = TASK.matcher(message(asked, 0));
        return m.find() ? m.group(1) : "";
    }

    private static String message(JsonObject asked, int index) {
        JsonArray messages = asked.getJsonArray("messages");
        return messages.size() > index ? messages.getJsonObject(index).getString("content", "") : "";
    }
}
