package dev.pressroom.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The websites of two businesses, on loopback. Other paths are answered with 404. */
public final class WebSite implements AutoCloseable {
    private static final String GARDEN = """
            <!doctype html><html lang="en"><head>
            <title>Green Leaf Garden Centre | Plants for every balcony</title>
            <meta property="og:site_name" content="Green Leaf">
            <meta name="description" content="Family-run garden centre with potted plants, seeds and advice for balconies.">
            <style>:root { --brand: #2e7d32; --accent: #ff8f00 } .button { background: #2e7d32 }</style>
            </head><body><header><nav><a href="/shop">Shop</a> <a href="/advice">Advice</a></nav></header>
            <main><h1>Plants that thrive on your balcony</h1>
            <p>We grow tomatoes, herbs and flowers for small balconies, and help beginners keep them alive.</p>
            <a class="button" href="/visit">Book a visit</a> <a class="button" href="/shop">Shop plants</a>
            <h2>Advice for beginners</h2><p>Plants that dry out, too little sun, pests on tomatoes: we know what helps.</p>
            <h2>Workshops</h2><p>Every Saturday we show families how to plant herbs and vegetables.</p>
            <a class="button" href="/newsletter">Subscribe to our newsletter</a></main>
            <footer><a href="mailto:hello@greenleaf.example">Contact us</a></footer></body></html>
            """;

    private static final String SOFTWARE = """
            <!doctype html><html lang="en"><head><title>Ledgerly - Invoicing software for freelancers</title>
            <meta name="description" content="Send invoices, track time and get paid faster with Ledgerly.">
            <meta name="theme-color" content="#1a237e"></head>
            <body><main><h1>Get paid on time</h1>
            <p>Ledgerly is invoicing software for freelancers and small agencies. Time tracking, reminders and taxes.</p>
            <a href="/signup">Start your free trial</a>
            <h2>Invoices in seconds</h2><p>Create and send invoices from your phone, with automatic payment reminders.</p>
            <h2>Reports for your accountant</h2><p>Export everything your accountant needs with one click.</p>
            </main></body></html>
            """;

    private final HttpServer server;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Future<Void> held = Future.succeededFuture();

    private WebSite(HttpServer server) {
        this.server = server;
        Map<String, String> pages = Map.of("/garden", GARDEN, "/software", SOFTWARE);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            held.onSuccess(released ->
                    answer(exchange, pages.get(exchange.getRequestURI().getPath())));
        });
        server.start();
    }

    public static WebSite open() {
        try {
            return new WebSite(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Delays all answers until the future succeeds. */
    public void holdUntil(Future<Void> released) {
        held = released;
    }

    private static void answer(HttpExchange exchange, String page) {
        byte[] body = (page == null ? "nothing here" : page).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
        try {
            exchange.sendResponseHeaders(page == null ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            exchange.close();
        }
    }

    /** A garden centre: four calls to action, green. */
    public String garden() {
        return url("127.0.0.1", "/garden");
    }

    /** Software for freelancers, on another host: one call to action, blue. */
    public String software() {
        return url("localhost", "/software");
    }

    public String missing() {
        return url("127.0.0.1", "/missing");
    }

    /** Number of requests for a page. */
    public int requests() {
        return requests.get();
    }

    private String url(String host, String path) {
        return "http://" + host + ":" + server.getAddress().getPort() + path;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
