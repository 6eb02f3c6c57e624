package dev.pressroom.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.pressroom.base.BoundedJson;
import dev.pressroom.base.Chars;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Finds language models on this machine: requests the list of models from servers that are compatible with OpenAI's
 * API. For dev mode only. Ports with another server are ignored.
 */
public final class LocalModels {
    private static final Duration TIMEOUT = Duration.ofMillis(200);
    private static final Duration CACHE_DURATION = Duration.ofSeconds(10);
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_MODELS = 50;
    private static final int MAX_NAME_CHARACTERS = 100;

    /** Parts of the names of models without a chat API. */
    private static final List<String> NON_CHAT_NAMES =
            List.of("embed", "rerank", "whisper", "tts", "bge-", "e5-", "gte-", "minilm", "clip", "moderation");

    private final List<Server> servers;
    private final Duration timeout;
    private List<Found> found = List.of();
    private long cachedUntilNanos;

    /** @param servers to query; {@link #usual} in the service */
    public LocalModels(List<Server> servers) {
        this(servers, TIMEOUT);
    }

    /**
     * @param timeout for connecting to a server, and for each read. All servers are queried in parallel; requests that
     *     take three times as long are aborted
     */
    LocalModels(List<Server> servers, Duration timeout) {
        this.servers = List.copyOf(servers);
        this.timeout = timeout;
        this.cachedUntilNanos = System.nanoTime();
    }

    /** A server at a port of this machine. */
    public record Server(String name, int port) {}

    /**
     * A server that responded.
     *
     * @param baseUrl for {@code OPENAI_BASE_URL}
     * @param models by name, at least one; only names that need no quoting in a shell
     */
    public record Found(String name, URI baseUrl, List<String> models) {
        /** The first chat model: models for embeddings, speech and the like are skipped. */
        public Optional<String> chatModel() {
            return models.stream().filter(LocalModels::isChatModel).findFirst();
        }

        /** The members {@code name}, {@code baseUrl}, {@code models} and {@code chatModel} (or null), for the page. */
        public JsonObject json() {
            return new JsonObject()
                    .put("name", name)
                    .put("baseUrl", baseUrl.toString())
                    .put("models", new JsonArray(models))
                    .put("chatModel", chatModel().orElse(null));
        }
    }

    /** Well-known model servers at their default ports, except for {@code own}, the port of this service. */
    public static List<Server> usual(int own) {
        return Stream.of(
                        new Server("Ollama", 11434),
                        new Server("LM Studio", 1234),
                        new Server("llama.cpp", 8080),
                        new Server("vLLM", 8000))
                .filter(server -> server.port() != own)
                .toList();
    }

    /** The servers that respond, in the order of the list. Blocks for at most 0.6 s; the result is cached for 10 s. */
    public synchronized List<Found> find() {
        if (System.nanoTime() - cachedUntilNanos >= 0) {
            List<Probe> probes =
                    servers.stream().map(server -> new Probe(server, timeout)).toList();
            long deadlineNanos = System.nanoTime() + timeout.multipliedBy(3).toNanos();
            probes.forEach(Probe::start);
            probes.forEach(probe -> probe.await(deadlineNanos));
            found = probes.stream().flatMap(probe -> probe.found.stream()).toList();
            cachedUntilNanos = System.nanoTime() + CACHE_DURATION.toNanos();
        }
        return found;
    }

    private static boolean isChatModel(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        return NON_CHAT_NAMES.stream().noneMatch(name::contains);
    }

    /** One request on a thread of its own, which is aborted when it takes too long. */
    private static final class Probe extends Thread {
        private final Server server;
        private final Duration timeout;
        private volatile Optional<Found> found = Optional.empty();
        private volatile HttpURLConnection connection;

        Probe(Server server, Duration timeout) {
            super("local-models-" + server.port());
            this.server = server;
            this.timeout = timeout;
            setDaemon(true);
        }

        void await(long deadlineNanos) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(this, Math.max(1, deadlineNanos - System.nanoTime()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            HttpURLConnection open = connection;
            if (isAlive() && open != null) {
                open.disconnect();
            }
        }

        @Override
        public void run() {
            try {
                URI baseUrl = URI.create("http://127.0.0.1:" + server.port() + "/v1");
                List<String> models = models(baseUrl);
                found = models.isEmpty() ? found : Optional.of(new Found(server.name(), baseUrl, models));
            } catch (IOException | RuntimeException noServer) {
                found = Optional.empty();
            }
        }

        private List<String> models(URI baseUrl) throws IOException {
            HttpURLConnection http =
                    (HttpURLConnection) URI.create(baseUrl + "/models").toURL().openConnection(Proxy.NO_PROXY);
            connection = http;
            http.setConnectTimeout((int) timeout.toMillis());
            http.setReadTimeout((int) timeout.toMillis());
            http.setInstanceFollowRedirects(false);
            try (InputStream body = http.getInputStream()) {
                byte[] bytes = body.readNBytes(MAX_BYTES + 1);
                return http.getResponseCode() == HttpURLConnection.HTTP_OK && bytes.length <= MAX_BYTES
                        ? names(new String(bytes, StandardCharsets.UTF_8))
                        : List.of();
            } finally {
                http.disconnect();
            }
        }

        private static List<String> names(String json) throws JsonProcessingException {
            return BoundedJson.object(json).getValue("data") instanceof JsonArray data
                    ? data.stream()
                            .map(one -> one instanceof JsonObject model && model.getValue("id") instanceof String id
                                    ? id
                                    : "")
                            .filter(name -> Chars.all(name, 1, MAX_NAME_CHARACTERS, Probe::isPlain))
                            .limit(MAX_MODELS)
                            .toList()
                    : List.of();
        }

        private static boolean isPlain(int c) {
            return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || Chars.isDigit(c) || "._:/@+-".indexOf(c) >= 0;
        }
    }
}
