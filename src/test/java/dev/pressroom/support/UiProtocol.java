package dev.pressroom.support;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Checks chunks of UI messages against the members that the protocol allows, and a message against its order. */
public final class UiProtocol {
    private static final Set<String> REASONS =
            Set.of("stop", "length", "content-filter", "tool-calls", "error", "other");
    private static final JsonObject CHUNKS = table();

    private UiProtocol() {}

    private static JsonObject table() {
        try (InputStream in = UiProtocol.class.getResourceAsStream("/ui-message-chunks.json")) {
            return new JsonObject(new String(in.readAllBytes())).getJsonObject("chunks");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the protocol does not allow in these chunks of one message; empty for valid ones. */
    public static List<String> violations(List<JsonObject> chunks) {
        List<String> found = new ArrayList<>();
        boolean inStep = false;
        boolean inText = false;
        for (JsonObject chunk : chunks) {
            found.addAll(violations(chunk));
            switch (chunk.getString("type")) {
                case "start-step" -> inStep = expect(!inStep, chunk, found);
                case "finish-step" -> inStep = !expect(inStep && !inText, chunk, found);
                case "text-start" -> inText = expect(inStep && !inText, chunk, found);
                case "text-delta" -> expect(inText, chunk, found);
                case "text-end" -> inText = !expect(inText, chunk, found);
                case "finish" -> expect(!inStep && !inText, chunk, found);
                default -> {}
            }
        }
        if (chunks.isEmpty() || !chunks.get(0).getString("type").equals("start")) {
            found.add("does not begin with start");
        }
        return found;
    }

    private static boolean expect(boolean holds, JsonObject chunk, List<String> found) {
        if (!holds) {
            found.add("out of order: " + chunk);
        }
        return true;
    }

    private static List<String> violations(JsonObject chunk) {
        String type = chunk.getString("type");
        JsonObject members = CHUNKS.getJsonObject(type.startsWith("data-") ? "data-*" : type);
        if (members == null) {
            return List.of("no such type: " + chunk);
        }
        List<String> found = new ArrayList<>();
        for (String name : chunk.fieldNames()) {
            if (!name.equals("type") && !members.containsKey(name)) {
                found.add(name + " is not a member of " + chunk);
            }
        }
        for (String name : members.fieldNames()) {
            String kind = members.getString(name);
            boolean isMissing = !chunk.containsKey(name);
            if (isMissing ? !kind.endsWith("?") : !isOf(kind.replace("?", ""), chunk.getValue(name))) {
                found.add(name + " of " + chunk);
            }
        }
        if (type.equals("finish") && !REASONS.contains(chunk.getString("finishReason", "stop"))) {
            found.add("finishReason of " + chunk);
        }
        return found;
    }

    private static boolean isOf(String kind, Object value) {
        return switch (kind) {
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "object" -> value instanceof JsonObject;
            default -> true;
        };
    }
}
