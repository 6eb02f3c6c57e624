package dev.pressroom.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** What nodes have counted so far, by their {@code /metrics}, all of them together. */
record Counters(List<String> lines) {
    static Counters of(List<ChildProcess> nodes) {
        return new Counters(
                nodes.stream().flatMap(node -> scraped(node.port()).lines()).toList());
    }

    /** How much was added since then, over all nodes and labels. */
    double since(Counters before, String metric) {
        return sum(metric) - before.sum(metric);
    }

    private double sum(String metric) {
        return lines.stream()
                .filter(line -> line.startsWith(metric + " ") || line.startsWith(metric + "{"))
                .collect(Collectors.summingDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))));
    }

    private static String scraped(int port) {
        try (InputStream metrics =
                URI.create("http://127.0.0.1:" + port + "/metrics").toURL().openStream()) {
            return new String(metrics.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
