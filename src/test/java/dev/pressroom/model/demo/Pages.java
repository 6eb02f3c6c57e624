package dev.pressroom.model.demo;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Websites to be analysed, and the answers that the demo model gives to them one after the other. */
final class Pages {
    private static final Map<String, JsonObject> ALL = load();

    private Pages() {}

    static Set<String> names() {
        return ALL.keySet();
    }

    /** As it stands in the facts. */
    static JsonObject page(String name) {
        return ALL.get(name).copy();
    }

    static JsonObject facts(String name) {
        return new JsonObject().put("page", page(name));
    }

    /** Four audiences, each asked for with those before it. */
    static JsonArray audiences(Demo demo, JsonObject page) {
        JsonArray known = new JsonArray();
        for (int index = 0; index < 4; index++) {
            JsonObject facts = new JsonObject()
                    .put("page", page)
                    .put("analysis", new JsonObject())
                    .put("known", known.copy())
                    .put("index", index);
            known.add(demo.audience(facts));
        }
        return known;
    }

    static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }

    static List<String> sentences(String text) {
        return Arrays.stream(text.split("(?<=[.!?]”?)\\s+(?=[\\p{Lu}“])"))
                .filter(sentence -> !sentence.isBlank())
                .toList();
    }

    private static Map<String, JsonObject> load() {
        try (InputStream in = Pages.class.getResourceAsStream("/demo/pages.yaml")) {
            Map<String, Map<String, Object>> read =
                    new YAMLMapper().readValue(in, new TypeReference<Map<String, Map<String, Object>>>() {});
            Map<String, JsonObject> pages = new LinkedHashMap<>();
            read.forEach((name, page) -> pages.put(name, whole(new JsonObject(page))));
            return pages;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonObject whole(JsonObject page) {
        JsonArray headings = new JsonArray();
        for (Object heading : page.getJsonArray("headings")) {
            String[] parts = heading.toString().split(" ", 2);
            headings.add(
                    new JsonObject().put("level", Integer.parseInt(parts[0])).put("text", parts[1]));
        }
        JsonArray ctas = new JsonArray();
        page.getJsonArray("ctas")
                .forEach(text -> ctas.add(new JsonObject()
                        .put("text", text)
                        .put("href", page.getString("url") + "#go")
                        .put("type", "button")
                        .put("placement", "main")));
        JsonArray links = new JsonArray();
        page.getJsonArray("links").forEach(text -> links.add(new JsonObject().put("text", text)));
        return page.put("headings", headings).put("ctas", ctas).put("links", links);
    }
}
