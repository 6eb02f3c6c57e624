package dev.pressroom.fuzz;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;

/** Makes near-valid requests of the operations of the OpenAPI document, the same ones for the same seed and ids. */
final class RequestGenerator {
    /** These cost a password hash, a job or drawn images when they are valid: they come less often than the others. */
    private static final List<String> COSTLY = List.of(
            "register",
            "login",
            "generateNow",
            "analyzeNow",
            "createBatch",
            "illustratePost",
            "createContentGeneration");

    /** Would make the credentials of all later requests invalid. */
    private static final String ENDING = "eraseMe";

    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final Random random;
    private final Mutations mutations;
    private final KnownIds ids;
    private final List<Described> operations;

    /**
     * What the document says of an operation.
     *
     * @param bodies examples of valid ones; empty where it takes none
     */
    record Described(String id, String method, String path, List<JsonObject> query, List<JsonObject> bodies) {}

    RequestGenerator(long seed, KnownIds ids, List<Described> operations) {
        this.random = new Random(seed);
        this.mutations = new Mutations(random);
        this.ids = ids;
        this.operations = operations.stream()
                .filter(operation -> !operation.id().equals(ENDING))
                .toList();
    }

    RandomRequest next() {
        Described operation = operations.get(random.nextInt(operations.size()));
        while (COSTLY.contains(operation.id()) && random.nextInt(3) > 0) {
            operation = operations.get(random.nextInt(operations.size()));
        }
        boolean hasBody = !operation.bodies().isEmpty() && random.nextInt(30) > 0;
        Buffer body = hasBody ? body(operation) : Buffer.buffer();
        String method = method(operation);
        List<Map.Entry<String, String>> headers = headers(hasBody);
        if (method.equals("HEAD")) {
            // The client of this test waits for ever when a HEAD request is answered with 100 and then 200.
            headers.removeIf(header -> header.getKey().equals("Expect"));
        }
        return new RandomRequest(operation.id(), method, path(operation) + query(operation), headers, body);
    }

    private String method(Described operation) {
        int kind = random.nextInt(40);
        if (kind == 0) {
            return METHODS.get(random.nextInt(METHODS.size()));
        }
        return kind < 4 && operation.method().equals("GET") ? "HEAD" : operation.method();
    }

    private String path(Described operation) {
        return List.of(operation.path().split("/")).stream()
                .map(segment -> segment.startsWith("{") ? id(segment) : segment)
                .collect(Collectors.joining("/"));
    }

    private String id(String name) {
        return switch (random.nextInt(12)) {
            case 0 -> UUID.randomUUID().toString();
            case 1 -> encoded(cut(mutations.text()));
            case 2 ->
                List.of("%", "%zz", "%00", "..", ".", "%2e%2e", "a%2fb", "*", "%ff")
                        .get(random.nextInt(9));
            case 3 -> ids.of(name).toUpperCase(Locale.ROOT);
            default -> ids.of(name);
        };
    }

    private String query(Described operation) {
        List<String> parts = new ArrayList<>();
        for (JsonObject parameter : operation.query()) {
            if (random.nextInt(3) == 0) {
                parts.add(parameter.getString("name") + "=" + encoded(value(parameter.getJsonObject("schema"))));
            }
        }
        if (random.nextInt(12) == 0) {
            String name =
                    List.of("sessionId", "token", "ticket", "lastEventId", "x").get(random.nextInt(5));
            parts.add(name + "=" + encoded(cut(mutations.text())));
        }
        if (random.nextInt(60) == 0) {
            parts.add(List.of("%", "a=%zz", "&&==", "limit", "limit=1&limit=x").get(random.nextInt(5)));
        }
        return parts.isEmpty() ? "" : "?" + String.join("&", parts);
    }

    private String value(JsonObject schema) {
        if (random.nextInt(3) == 0) {
            return cut(mutations.text());
        }
        JsonArray choices = schema.getJsonArray("enum");
        if (choices != null) {
            return choices.getString(random.nextInt(choices.size()));
        }
        return "integer".equals(schema.getString("type"))
                ? Integer.toString(random.nextInt(110) - 2)
                : ids.of("{jobId}");
    }

    private List<Map.Entry<String, String>> headers(boolean hasBody) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        if (random.nextInt(8) > 0) {
            headers.add(Map.entry("Authorization", "Bearer " + ids.token(random)));
        }
        if (hasBody && random.nextInt(40) > 0) {
            headers.add(Map.entry("Content-Type", contentType()));
        }
        perhaps(
                headers,
                5,
                "x-session-id",
                List.of("a-visitor-of-the-page", "short", "é".repeat(10), " ", "x".repeat(256)));
        perhaps(headers, 8, "Idempotency-Key", List.of("1", "2", "", "k".repeat(256), "\u00ff\u0080", "a b"));
        perhaps(headers, 8, "If-None-Match", List.of("*", "\"x\"", "W/", ",,,", "\"".repeat(300)));
        perhaps(headers, 8, "Prefer", List.of("wait=0", "wait=", "wait", "respond-async", ",;=", "w".repeat(3000)));
        perhaps(headers, 8, "Last-Event-ID", List.of("0", "3", "-1", "abc", "99999999999", "1e3", ""));
        perhaps(headers, 20, "Range", List.of("bytes=5-1", "bytes=0-", "bytes=a-b", "bytes=-5", "x"));
        perhaps(headers, 20, "Accept", List.of("*/*", "text/html", ";;;", "application/json;q=x", "a/b,,c"));
        perhaps(headers, 20, "Accept-Encoding", List.of("gzip", "br", "identity;q=0", ",", "zstd, deflate"));
        perhaps(headers, 20, "x-request-id", List.of("sane-1", "<script>", "x".repeat(200), ""));
        perhaps(headers, 40, "Expect", List.of("foo", "100-continue"));
        perhaps(headers, 40, "Content-Encoding", List.of("gzip", "identity", "x"));
        perhaps(headers, 40, "Origin", List.of("null", "https://evil.example", "x"));
        return headers;
    }

    private void perhaps(List<Map.Entry<String, String>> headers, int oneOf, String name, List<String> values) {
        if (random.nextInt(oneOf) == 0) {
            headers.add(Map.entry(name, values.get(random.nextInt(values.size()))));
        }
    }

    private String contentType() {
        return random.nextInt(20) > 0
                ? "application/json"
                : List.of(
                                "text/plain",
                                "application/json; charset=utf-16",
                                "APPLICATION/JSON;charset=\"utf-8\"",
                                ";",
                                "a/b/c")
                        .get(random.nextInt(5));
    }

    private Buffer body(Described operation) {
        JsonObject example =
                operation.bodies().get(random.nextInt(operation.bodies().size()));
        int changes = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(3);
        return mutations.bytes(mutations.changed(ids.filled(example, random), changes));
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(1000, text.length()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
