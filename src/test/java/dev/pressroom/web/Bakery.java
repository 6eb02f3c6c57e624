package dev.pressroom.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A small website on this machine, with a first page to analyse. There is nothing else. */
final class Bakery implements AutoCloseable {
    static final String NAME = "Flour and Crumb";

    private static final String FIRST_PAGE = """
            <!doctype html>
            <html lang="en">
              <head>
                <title>Flour and Crumb, a bakery with a school</title>
                <meta name="description" content="Slow bread, and Saturday classes for those who want to bake it.">
                <meta property="og:site_name" content="Flour and Crumb">
                <style>
                  :root { --brand-primary: #8b4513; }
                  header { background: #8b4513; color: #f5deb3; }
                  .button { background: #c81e3c; }
                </style>
              </head>
              <body>
                <header><h1>Bread that takes its time</h1><a class="button" href="/classes">Book a class</a></header>
                <main>
                  <p>We bake rye and wheat bread with sourdough, and teach how it is done to people who bake at home.
                     Cafés in town serve our loaves; families come for the classes on Saturday.</p>
                  <h2>&lt;img src=x onerror=window.caught=1&gt;Our loaves</h2>
                  <p>Every loaf rests for a day. Ask for the dark rye, or order bread for a party by telephone.</p>
                  <h2>Classes</h2>
                  <p>Learn to keep a starter, to shape a loaf, and why a crumb stays dense.</p>
                  <a class="button" href="javascript:window.caught=1">Order bread now</a>
                </main>
              </body>
            </html>
            """;

    private final HttpServer server;

    Bakery() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", Bakery::answer);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/";
    }

    private static void answer(HttpExchange exchange) throws IOException {
        boolean found = exchange.getRequestURI().getPath().equals("/");
        byte[] body = (found ? FIRST_PAGE : "Nothing here").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(found ? 200 : 404, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
