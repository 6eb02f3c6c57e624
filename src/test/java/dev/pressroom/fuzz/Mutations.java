package dev.pressroom.fuzz;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Makes small faults in JSON and in texts: what clients send by mistake, and what attackers send on purpose. */
final class Mutations {
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\u0000",
            "a\u0000b",
            "\uD800",
            "\u202Egnp.exe\u2066",
            "\u001b[2J\u0007",
            "\uFEFF",
            "\uD83D\uDE00".repeat(300),
            "x".repeat(501),
            "x".repeat(20_000),
            " ".repeat(40_000) + "x",
            "[a](".repeat(1000),
            "![CHART:".repeat(500),
            "published",
            "null",
            "javascript&colon;alert(1)",
            "http://127.0.0.1:9/",
            "http://[::1",
            "https://a@b/",
            "' or 1=1 --",
            "${jndi:ldap://x}",
            "../../etc/passwd",
            "a@b.example",
            "\u0000@b.example",
            "019c1f5e-8f00-7d3a-9a66-0d5f5f0a4b21",
            "2026-02-30T25:61:00Z");

    private final Random random;

    Mutations(Random random) {
        this.random = random;
    }

    String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    /** A copy with so many places changed. */
    JsonObject changed(JsonObject json, int times) {
        JsonObject copy = json.copy();
        for (int i = 0; i < times; i++) {
            change(copy);
        }
        return copy;
    }

    private void change(JsonObject json) {
        List<String> names = new ArrayList<>(json.fieldNames());
        if (names.isEmpty() || random.nextInt(8) == 0) {
            json.put(random.nextBoolean() ? text() : "unknown", value());
            return;
        }
        String name = names.get(random.nextInt(names.size()));
        Object inner = json.getValue(name);
        if (inner instanceof JsonObject object && random.nextInt(3) > 0) {
            change(object);
        } else if (inner instanceof JsonArray array && !array.isEmpty() && random.nextInt(3) > 0) {
            changeItem(array);
        } else if (random.nextInt(5) == 0) {
            json.remove(name);
        } else {
            json.put(name, value());
        }
    }

    private void changeItem(JsonArray array) {
        int index = random.nextInt(array.size());
        if (array.getValue(index) instanceof JsonObject object) {
            change(object);
        } else {
            array.set(index, value());
        }
    }

    private Object value() {
        return switch (random.nextInt(16)) {
            case 0 -> null;
            case 1 -> 0;
            case 2 -> -1;
            case 3 -> 1.5;
            case 4 -> new BigInteger("9".repeat(1 + random.nextInt(150)));
            case 5 -> random.nextBoolean();
            case 6 -> new JsonArray();
            case 7 -> new JsonObject();
            case 8 -> repeated(random.nextInt(1200));
            case 9 -> nested(random.nextInt(120));
            case 10 -> UUID.randomUUID().toString();
            case 11 -> new JsonObject().put("$ref", "#").put("__proto__", new JsonObject());
            case 12 -> Double.MAX_VALUE;
            default -> text();
        };
    }

    private static JsonArray repeated(int times) {
        JsonArray many = new JsonArray();
        for (int i = 0; i < times; i++) {
            many.add(i);
        }
        return many;
    }

    private static JsonArray nested(int depth) {
        JsonArray inner = new JsonArray();
        for (int i = 0; i < depth; i++) {
            inner = new JsonArray().add(inner);
        }
        return inner;
    }

    /** The bytes of a body, now and then not those of its JSON. */
    Buffer bytes(JsonObject json) {
        String text = json.encode();
        return switch (random.nextInt(40)) {
            case 0 -> Buffer.buffer(text.substring(0, random.nextInt(text.length())));
            case 1 -> Buffer.buffer(text.getBytes(StandardCharsets.UTF_16));
            case 2 -> Buffer.buffer("\uFEFF" + text);
            case 3 -> flipped(Buffer.buffer(text));
            case 4 -> Buffer.buffer(" \r\n");
            case 5 -> Buffer.buffer(text + text);
            case 6 -> Buffer.buffer("[" + text + "]");
            case 7 -> Buffer.buffer(text.replaceFirst(":", ":1e400,\"y\":"));
            case 8 -> Buffer.buffer("[".repeat(random.nextInt(100_000)));
            case 9 -> Buffer.buffer();
            default -> Buffer.buffer(text);
        };
    }

    private Buffer flipped(Buffer bytes) {
        int at = random.nextInt(bytes.length());
        return bytes.setByte(at, (byte) random.nextInt(256));
    }
}
