package dev.pressroom.support;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A proxy before a service, with the faults of real ones. It keeps its port when the service gets another. */
public final class FaultyProxy implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            vertx.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(500));
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final Set<HttpServerResponse> streams = new HashSet<>();
    private final AtomicInteger openStreams = new AtomicInteger();
    private final AtomicInteger mostStreams = new AtomicInteger();
    private final int port;
    private volatile int target;
    private volatile boolean buffers;
    private volatile Duration cutAfter = Duration.ZERO;

    /** A request that arrived, with the value of {@code System.nanoTime()} then. */
    public record Seen(String method, String uri, String lastEventId, long nanos) {}

    /** What happens to a request instead of being passed on. */
    private record Fault(Predicate<HttpServerRequest> matches, Answer answer) {}

    private interface Answer {
        void to(HttpServerRequest request);
    }

    private FaultyProxy(int target) {
        this.target = target;
        HttpServer server = vertx.createHttpServer()
                .requestHandler(this::pass)
                .listen(0, "127.0.0.1")
                .await();
        this.port = server.actualPort();
    }

    public static FaultyProxy before(int port) {
        return new FaultyProxy(port);
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Passes requests on to another port from now on. */
    public void target(int port) {
        target = port;
    }

    /** Holds each response back until it is complete. */
    public void bufferResponses() {
        buffers = true;
    }

    /** Closes each stream so long after it was opened; zero never. */
    public void cutStreamsAfter(Duration age) {
        cutAfter = age;
    }

    /** Closes all open streams. */
    public void cutStreams() {
        vertx.runOnContext(now -> new ArrayList<>(streams).forEach(HttpServerResponse::reset));
    }

    /** Passes the next request with this method and path on, and closes the connection instead of responding. */
    public void loseNextResponse(String method, String path) {
        once(
                method,
                path,
                request -> forward(request)
                        .compose(HttpClientResponse::body)
                        .onComplete(done -> request.response().reset()));
    }

    /** Responds to the next request with this method and path itself. */
    public void respondToNext(String method, String path, int status, String type, String body, String... headers) {
        once(
                method,
                path,
                request -> request.body().onSuccess(read -> {
                    HttpServerResponse response =
                            request.response().setStatusCode(status).putHeader("Content-Type", type);
                    for (int i = 0; i < headers.length; i += 2) {
                        response.putHeader(headers[i], headers[i + 1]);
                    }
                    response.end(body);
                }));
    }

    /** Never responds to the next request with this method and path. */
    public void ignoreNext(String method, String path) {
        once(method, path, request -> {});
    }

    private void once(String method, String path, Answer answer) {
        faults.add(new Fault(
                request ->
                        request.method().name().equals(method) && request.path().endsWith(path),
                answer));
    }

    /** Requests so far, with a path that ends like this. */
    public List<Seen> seen(String method, String path) {
        return seen.stream()
                .filter(request -> request.method().equals(method)
                        && request.uri().split("\\?")[0].endsWith(path))
                .toList();
    }

    public int openStreams() {
        return openStreams.get();
    }

    public int mostStreamsAtOnce() {
        return mostStreams.get();
    }

    private void pass(HttpServerRequest request) {
        seen.add(new Seen(
                request.method().name(), request.uri(), request.getHeader("Last-Event-ID"), System.nanoTime()));
        for (Fault fault : faults) {
            if (fault.matches().test(request) && faults.remove(fault)) {
                fault.answer().to(request);
                return;
            }
        }
        forward(request)
                .compose(response -> respond(request, response))
                .onFailure(cause -> request.response().reset());
    }

    private Future<HttpClientResponse> forward(HttpServerRequest request) {
        request.pause();
        return client.request(request.method(), target, "127.0.0.1", request.uri())
                .compose(onward -> {
                    request.response().closeHandler(gone -> onward.reset());
                    onward.headers().addAll(request.headers());
                    onward.putHeader("Host", "127.0.0.1:" + target);
                    return onward.send(request);
                });
    }

    private Future<Void> respond(HttpServerRequest request, HttpClientResponse answer) {
        HttpServerResponse response = request.response();
        boolean isStream = String.valueOf(answer.getHeader("content-type")).startsWith("text/event-stream");
        if (isStream) {
            count(answer, response);
        }
        if (buffers) {
            return answer.body().compose(body -> whole(response, answer, body));
        }
        response.setStatusCode(answer.statusCode()).headers().addAll(answer.headers());
        if (answer.getHeader("content-length") == null) {
            response.setChunked(true);
        }
        return answer.pipeTo(response);
    }

    private void count(HttpClientResponse answer, HttpServerResponse response) {
        streams.add(response);
        mostStreams.accumulateAndGet(openStreams.incrementAndGet(), Math::max);
        long timer = cutAfter.isZero() ? -1 : vertx.setTimer(cutAfter.toMillis(), late -> response.reset());
        AtomicInteger once = new AtomicInteger(1);
        Runnable gone = () -> {
            if (once.getAndDecrement() == 1) {
                vertx.cancelTimer(timer);
                streams.remove(response);
                openStreams.decrementAndGet();
            }
        };
        response.endHandler(ended -> gone.run());
        response.closeHandler(closed -> {
            gone.run();
            answer.request().reset();
        });
    }

    private static Future<Void> whole(HttpServerResponse response, HttpClientResponse answer, Buffer body) {
        response.setStatusCode(answer.statusCode()).headers().addAll(answer.headers());
        response.headers().remove("transfer-encoding");
        return response.end(body);
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
