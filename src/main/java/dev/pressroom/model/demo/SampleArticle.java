package dev.pressroom.model.demo;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A sample document about the request itself, as Markdown of 600 to 900 words: one section for each element that an
 * article can have. It quotes the request and claims nothing about the topic.
 */
final class SampleArticle {
    private static final String ARTICLE = load("article.md");
    private static final String IMAGES = load("images.md");
    private static final String NO_IMAGES = load("no-images.md");

    private SampleArticle() {}

    /** @return Markdown, without the title */
    static String of(SampleRequest request) {
        Map<String, String> given = new LinkedHashMap<>(request.values());
        given.values().removeIf(String::isEmpty);
        given.putIfAbsent(SampleRequest.TOPIC, "");
        String source = given.containsKey(SampleRequest.SUBHEADING) ? SampleRequest.SUBHEADING : SampleRequest.TOPIC;
        String about = Plain.placeholder(request.line(SampleRequest.TOPIC, 8));
        List<String> figures =
                given.values().stream().map(value -> "" + Plain.length(value)).toList();
        Map<String, String> values = new LinkedHashMap<>();
        String hero = "![IMAGE:hero_image:Title card of the sample about “" + about + "”]\n\n";
        values.put("hero", request.visuals() ? hero : "");
        values.put("title", Plain.markdown(request.line(SampleRequest.TOPIC, 11)));
        values.put("rows", rows(request));
        values.put("checksum", request.checksum());
        values.put("lengths", lengths(given));
        values.put("quotation", Plain.markdown(request.line(source, 10)));
        values.put("source", source.toLowerCase(Locale.ROOT));
        values.put("code", code(request));
        values.put("labels", String.join(",", given.keySet()));
        values.put("figures", String.join(",", figures));
        values.put("images", filled(request.visuals() ? IMAGES : NO_IMAGES, values));
        values.put("embeds", embeds(request.embeds()));
        values.put("ctas", ctas(request.ctas()));
        return filled(ARTICLE, values) + "\n";
    }

    private static String rows(SampleRequest request) {
        StringBuilder rows = new StringBuilder();
        request.values().forEach((label, value) -> {
            int maxWords = switch (label) {
                case SampleRequest.TOPIC, SampleRequest.SUBHEADING, SampleRequest.AUDIENCE, "About it" -> 11;
                case SampleRequest.INSTRUCTIONS -> 16;
                default -> 6;
            };
            String shown = value.isEmpty() ? "*not given*" : Plain.markdown(request.line(label, maxWords));
            rows.append("| " + label + " | " + shown + " |\n");
        });
        return rows.toString();
    }

    private static String lengths(Map<String, String> given) {
        List<String> items = new ArrayList<>();
        given.forEach((label, value) -> items.add("- " + label + ": " + Plain.count(Plain.length(value), "character")));
        return String.join("\n", items);
    }

    /**
     * The request as JSON. Placeholders are also found in code, so each opening bracket is written as a JSON escape.
     */
    private static String code(SampleRequest request) {
        JsonObject given = new JsonObject()
                .put("topic", request.line(SampleRequest.TOPIC, 8))
                .put("audience", request.line(SampleRequest.AUDIENCE, 8))
                .put("callsToAction", request.ctas().size())
                .put("embeddedItems", request.embeds().size())
                .put("visuals", request.visuals());
        return given.encodePrettily().replace("[", "\\u005b");
    }

    private static String embeds(List<String> embeds) {
        return embeds.isEmpty()
                ? ""
                : "\n\n## Embedded items\n\nThe request brings " + Plain.count(embeds.size(), "item")
                        + " along. Each is named by its number, and the page that shows the article puts the item there:\n\n"
                        + String.join("\n\n", embeds);
    }

    private static String ctas(List<JsonObject> ctas) {
        StringBuilder items = new StringBuilder("These were given:\n");
        for (JsonObject cta : ctas) {
            String target = cta.getString("href").replace("(", "%28").replace(")", "%29");
            items.append("\n- [" + Plain.markdown(cta.getString("text")) + "](" + target + ")");
        }
        return ctas.isEmpty()
                ? "The request has no calls to action, and none are known for the organization."
                : items.toString();
    }

    /** Loads a text from the resource folder {@code /demo}. */
    static String load(String file) {
        try (InputStream in = SampleArticle.class.getResourceAsStream("/demo/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text with each {@code {{name}}} replaced by its value. Names within values are not replaced. */
    private static String filled(String text, Map<String, String> values) {
        StringBuilder filled = new StringBuilder();
        int from = 0;
        for (int open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", from)) {
            int close = text.indexOf("}}", open);
            filled.append(text, from, open).append(values.get(text.substring(open + 2, close)));
            from = close + 2;
        }
        return filled.append(text.substring(from)).toString();
    }
}
