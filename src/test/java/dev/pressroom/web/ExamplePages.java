package dev.pressroom.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The pages of an app that uses the examples, at an origin of its own: src/test/resources/examples, the page among the
 * examples of the client, and the libraries that they import, from the class path.
 */
final class ExamplePages implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    private ExamplePages(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", ExamplePages::serve);
        server.start();
    }

    static ExamplePages open() {
        try {
            return new ExamplePages(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private static void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean isScript = path.endsWith(".js");
        try (exchange;
                InputStream file = ExamplePages.class.getResourceAsStream(isScript ? script(path) : page(path))) {
            byte[] content = file == null ? new byte[0] : file.readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", isScript ? "text/javascript" : "text/html");
            exchange.sendResponseHeaders(file == null ? 404 : 200, content.length == 0 ? -1 : content.length);
            exchange.getResponseBody().write(content);
        }
    }

    private static String page(String path) {
        return path.equals("/plain.html") ? "/client/examples/page.html" : "/examples/page.html";
    }

    private static String script(String path) {
        if (path.startsWith("/webjars/")) {
            return "/META-INF/resources" + path;
        }
        return path.startsWith("/npm/") ? path : "/examples" + path;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
