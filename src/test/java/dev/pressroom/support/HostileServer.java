package dev.pressroom.support;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;

/** A web server on loopback with harmful answers, which counts its connections. */
public final class HostileServer {
    private static final Buffer PIECE = Buffer.buffer("x".repeat(64 << 10));

    private final Vertx vertx;
    private final Map<String, Handler<HttpServerRequest>> pages = new ConcurrentHashMap<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong sent = new AtomicLong();
    private String scheme = "http";
    private int port;

    private HostileServer(Vertx vertx) {
        this.vertx = vertx;
    }

    public static HostileServer start(Vertx vertx) {
        return new HostileServer(vertx).listen(new HttpServerOptions().setHost("127.0.0.1"));
    }

    /** Listens at another loopback address, such as {@code 127.0.0.2} on Linux. */
    public static HostileServer start(Vertx vertx, String address, int port) {
        return new HostileServer(vertx)
                .listen(new HttpServerOptions().setHost(address).setPort(port));
    }

    public static HostileServer tls(Vertx vertx, KeyCertOptions certificate) {
        HostileServer server = new HostileServer(vertx);
        server.scheme = "https";
        return server.listen(new HttpServerOptions()
                .setHost("127.0.0.1")
                .setSsl(true)
                .setSni(true)
                .setKeyCertOptions(certificate));
    }

    /** A plain TCP server; {@code talk} handles each connection. */
    public static HostileServer raw(Vertx vertx, Handler<NetSocket> talk) {
        return raw(vertx, "127.0.0.1", talk);
    }

    /** As {@link #raw(Vertx, Handler)}, at another loopback address. */
    public static HostileServer raw(Vertx vertx, String address, Handler<NetSocket> talk) {
        HostileServer server = new HostileServer(vertx);
        NetServer sockets = vertx.createNetServer().connectHandler(socket -> {
            server.opened.incrementAndGet();
            server.open.incrementAndGet();
            socket.closeHandler(v -> server.open.decrementAndGet());
            talk.handle(socket);
        });
        server.port = sockets.listen(0, address).await().actualPort();
        return server;
    }

    private HostileServer listen(HttpServerOptions options) {
        if (options.getPort() == HttpServerOptions.DEFAULT_PORT) {
            options.setPort(0);
        }
        HttpServer server = vertx.createHttpServer(options)
                .connectionHandler(connection -> {
                    opened.incrementAndGet();
                    open.incrementAndGet();
                    connection.closeHandler(v -> open.decrementAndGet());
                })
                .requestHandler(request -> pages.getOrDefault(
                                request.path(),
                                missing -> missing.response().setStatusCode(404).end())
                        .handle(request));
        port = server.listen().await().actualPort();
        return this;
    }

    public HostileServer on(String path, Handler<HttpServerRequest> page) {
        pages.put(path, page);
        return this;
    }

    public HostileServer html(String path, String html) {
        return on(path, answer(200, "text/html; charset=utf-8", Buffer.buffer(html)));
    }

    public HostileServer redirect(String path, String location) {
        return on(
                path,
                request -> request.response()
                        .setStatusCode(302)
                        .putHeader("location", location)
                        .end());
    }

    public URI url(String path) {
        return url("127.0.0.1", path);
    }

    /** The URL of a path with another host name for this server. */
    public URI url(String host, String path) {
        return URI.create(scheme + "://" + host + ":" + port + path);
    }

    public int port() {
        return port;
    }

    /** Number of connections so far. */
    public int opened() {
        return opened.get();
    }

    /** Number of open connections. */
    public int open() {
        return open.get();
    }

    /** Bytes written by the endless pages. */
    public long sent() {
        return sent.get();
    }

    public static Handler<HttpServerRequest> answer(int status, String type, Buffer body) {
        return request -> request.response()
                .setStatusCode(status)
                .putHeader("content-type", type)
                .end(body);
    }

    /** Sends a body in chunks while the client reads, at most {@code bytes}. */
    public Handler<HttpServerRequest> endless(long bytes) {
        return request -> {
            HttpServerResponse response = request.response().setChunked(true).putHeader("content-type", "text/html");
            response.write("<html><title>Endless</title>");
            pump(response, bytes);
        };
    }

    private void pump(HttpServerResponse response, long bytes) {
        while (!response.closed() && sent.get() < bytes) {
            if (response.writeQueueFull()) {
                response.drainHandler(v -> pump(response, bytes));
                return;
            }
            response.write(PIECE);
            sent.addAndGet(PIECE.length());
        }
        if (!response.closed()) {
            response.end();
        }
    }

    /** Sends the response head at once, then one byte after each pause. */
    public Handler<HttpServerRequest> dripping(long pauseMs) {
        return request -> {
            HttpServerResponse response = request.response().setChunked(true).putHeader("content-type", "text/html");
            response.write("<");
            long timer = vertx.setPeriodic(pauseMs, t -> response.write("a"));
            response.closeHandler(v -> vertx.cancelTimer(timer));
        };
    }

    public static Buffer gzip(String beginning, long zeros) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(beginning.getBytes(StandardCharsets.UTF_8));
            byte[] piece = new byte[1 << 20];
            for (long written = 0; written < zeros; written += piece.length) {
                out.write(piece);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Buffer.buffer(packed.toByteArray());
    }
}
