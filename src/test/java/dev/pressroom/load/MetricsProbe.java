package dev.pressroom.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a node tells at {@code /metrics}. */
final class MetricsProbe implements Probe {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Gauge HANDLERS = Gauge.count("event-bus registrations", 4);
    private static final Gauge CONNECTIONS = Gauge.count("HTTP connections", 60);

    /** Between collections this goes up and down by all that is garbage. */
    private static final Gauge HEAP = Gauge.megabytes("heap in use, garbage included", 200);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final HttpRequest request;

    MetricsProbe(URI service) {
        this.request = HttpRequest.newBuilder(URI.create(service + "/metrics"))
                .timeout(PATIENCE)
                .build();
    }

    @Override
    public List<Gauge.Reading> read() throws IOException, InterruptedException {
        String text = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return List.of(
                HANDLERS.read(sum(text, "vertx_eventbus_handlers")),
                CONNECTIONS.read(sum(text, "pressroom_http_connections")),
                HEAP.read(sum(text, "jvm_memory_used_bytes\\{area=\"heap\"[^}]*}") / 1e6));
    }

    /** Over all lines of that name, whatever their labels. */
    static double sum(String text, String name) {
        Matcher lines = Pattern.compile("^" + name + "(?:\\{[^}]*})? (\\S+)$", Pattern.MULTILINE)
                .matcher(text);
        return lines.results()
                .mapToDouble(line -> Double.parseDouble(line.group(1)))
                .sum();
    }
}
