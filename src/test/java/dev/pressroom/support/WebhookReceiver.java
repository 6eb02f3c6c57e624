package dev.pressroom.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A receiver of webhooks on a loopback address. Answers 200 until told otherwise, and keeps what it received. */
public final class WebhookReceiver implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(90);

    private final HttpServer server;
    private final String host;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile HttpHandler answer = status(200, "thanks");

    /** A request, with the time at which it came. */
    public record Received(
            String id, String timestamp, String signatures, String contentType, String text, Instant at) {
        public JsonObject body() {
            return new JsonObject(text);
        }

        public String type() {
            return body().getString("type");
        }

        public UUID job() {
            return UUID.fromString(body().getJsonObject("data").getString("jobId"));
        }

        public boolean isSignedWith(String secret) {
            return StandardWebhook.isValid(secret, id, timestamp, signatures, text, at);
        }
    }

    private WebhookReceiver(String host) throws IOException {
        this.host = host;
        server = HttpServer.create(new InetSocketAddress(host, 0), 1000);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** At 127.0.0.1. */
    public static WebhookReceiver start() {
        return start("127.0.0.1");
    }

    /** @param host a loopback address, such as 127.0.0.2: deliveries are limited per host */
    public static WebhookReceiver start(String host) {
        try {
            return new WebhookReceiver(host);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://" + host + ":" + server.getAddress().getPort() + "/hook";
    }

    /** Answers the next requests so. */
    public WebhookReceiver answering(HttpHandler next) {
        answer = next;
        return this;
    }

    /** @param headers names and values in turn */
    public static HttpHandler status(int status, String body, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    private void handle(HttpExchange exchange) throws IOException {
        String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        received.add(new Received(
                header(exchange, "webhook-id"),
                header(exchange, "webhook-timestamp"),
                header(exchange, "webhook-signature"),
                header(exchange, "Content-Type"),
                text,
                Instant.now()));
        try (exchange) {
            answer.handle(exchange);
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    /** Waits until at least so many requests have come. */
    public List<Received> await(int count) {
        return Await.value(DEADLINE, this::received, all -> all.size() >= count);
    }

    /** Waits for one request and returns it. */
    public Received awaitOne() {
        return await(1).get(0);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
