package dev.pressroom.support;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A client of an event stream that stores all events. */
public final class Sse implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(90);

    private final HttpResponse<InputStream> response;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;
    private volatile boolean over;

    /** @param id of a durable event */
    public record Event(OptionalInt id, String name, String data) {
        public JsonObject json() {
            return new JsonObject(data);
        }
    }

    private Sse(HttpResponse<InputStream> response) {
        this.response = response;
        this.reader = new Thread(this::read, "sse");
        reader.setDaemon(true);
        reader.start();
    }

    /** Opens a stream by its whole URL, with a token unless that is empty. */
    public static Sse at(String url, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return open(HttpClient.newHttpClient(), request.build());
    }

    static Sse open(HttpClient client, HttpRequest request) {
        try {
            return new Sse(client.send(request, HttpResponse.BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public int statusCode() {
        return response.statusCode();
    }

    public String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** All events so far, in order. */
    public List<Event> events() {
        return List.copyOf(events);
    }

    /** All events of a name so far. */
    public List<Event> events(String name) {
        return events().stream().filter(event -> event.name().equals(name)).toList();
    }

    /** The numbers of the durable events so far. */
    public List<Integer> ids() {
        return events().stream()
                .filter(event -> event.id().isPresent())
                .map(event -> event.id().getAsInt())
                .toList();
    }

    /** The received lines, comments included. */
    public List<String> lines() {
        return new ArrayList<>(lines);
    }

    /** Whether the server has ended the stream. */
    public boolean isOver() {
        return over;
    }

    /** Waits for the first event with this name. */
    public Event await(String name) {
        return await(event -> event.name().equals(name));
    }

    public Event await(Predicate<Event> wanted) {
        return Await.value(DEADLINE, () -> events().stream().filter(wanted).findFirst(), found -> found.isPresent())
                .orElseThrow();
    }

    /** Waits until the server ends the stream. */
    public Sse awaitEnd() {
        Await.until(DEADLINE, this::isOver);
        return this;
    }

    /** The text assembled from the chunks. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Event event : events("content-chunk")) {
            if (event.json().getInteger("offset") == 0) {
                text.setLength(0);
            }
            if (event.json().getInteger("offset") != text.length()) {
                throw new AssertionError("a gap in the text at " + text.length() + ": " + event);
            }
            text.append(event.json().getString("text"));
        }
        return text.toString();
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            OptionalInt id = OptionalInt.empty();
            String name = "message";
            String data = "";
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(line);
                if (line.startsWith("id: ")) {
                    id = OptionalInt.of(Integer.parseInt(line.substring(4)));
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                } else if (line.isEmpty() && !data.isEmpty()) {
                    events.add(new Event(id, name, data));
                    id = OptionalInt.empty();
                    name = "message";
                    data = "";
                }
            }
        } catch (IOException e) {
            lines.add("broken: " + e.getMessage());
        } finally {
            over = true;
        }
    }
}
