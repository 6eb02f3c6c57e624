package dev.pressroom.model.demo;

import dev.pressroom.base.StopWords;
import dev.pressroom.base.TermCounter;
import dev.pressroom.image.Placeholder;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The JSON answers about a sample article: its outline, its image suggestions and its SEO assessment. */
final class SampleOutline {
    private static final int MAX_KEYWORDS = 8;

    private SampleOutline() {}

    static JsonObject outline(SampleRequest request) {
        JsonArray sections = new JsonArray();
        var headings = SampleArticle.of(request).lines().filter(line -> line.startsWith("## "));
        headings.forEach(line ->
                sections.add(new JsonObject().put("heading", line.substring(3)).put("points", new JsonArray())));
        JsonArray ctas = new JsonArray();
        for (JsonObject cta : request.ctas()) {
            ctas.add(
                    new JsonObject().put("text", cta.getString("text")).put("placement", Plain.text(cta, "placement")));
        }
        List<String> keywords = keywords(request.line(SampleRequest.TOPIC, 24));
        List<String> tags = new ArrayList<>(List.of("sample"));
        tags.addAll(keywords.subList(0, Math.min(3, keywords.size())));
        return new JsonObject()
                .put("title", request.values().get(SampleRequest.TOPIC))
                .put("subtitle", request.values().get(SampleRequest.SUBHEADING))
                .put("metaDescription", metaDescription(request))
                .put("tags", new JsonArray(tags))
                .put("seoKeywords", new JsonArray(keywords))
                .put("sections", sections)
                .put("ctaSuggestions", ctas);
    }

    /** One suggestion for each placeholder of the text. */
    static JsonObject visuals(String content) {
        JsonArray suggestions = new JsonArray();
        for (Placeholder placeholder : Placeholder.in(content)) {
            boolean hero = placeholder.type().equals("hero_image");
            suggestions.add(new JsonObject()
                    .put("type", placeholder instanceof Placeholder.Diagram ? "chart" : placeholder.type())
                    .put("description", placeholder.text())
                    .put("placement", hero ? "below the first line" : "in the section “Images and charts”")
                    .put("prompt", placeholder.text()));
        }
        return new JsonObject().put("suggestions", suggestions);
    }

    /** An SEO assessment that only states that no model has assessed the text. */
    static JsonObject seo() {
        String advice = "Connect a language model: a sample is no article on the topic.";
        return new JsonObject()
                .put("summary", "Nobody has judged this text: it is a sample, and no language model is connected.")
                .put("strengths", new JsonArray())
                .put("improvements", new JsonArray().add(advice));
    }

    /** The significant words of the title, in order; the whole title when it has none. */
    private static List<String> keywords(String title) {
        var words = TermCounter.words(title.toLowerCase(Locale.ROOT)).stream();
        List<String> significant = words.filter(word -> Plain.length(word) > 2 && !StopWords.contains(word))
                .toList();
        return significant.isEmpty()
                ? List.of(title)
                : significant.stream().distinct().limit(MAX_KEYWORDS).toList();
    }

    private static String metaDescription(SampleRequest request) {
        String topic = Plain.line(request.values().get(SampleRequest.TOPIC), 12, 50);
        String audience = Plain.line(request.values().get(SampleRequest.AUDIENCE), 6, 30);
        return "A sample about the request “" + topic + "”" + (audience.isEmpty() ? "" : " for “" + audience + "”")
                + ". It shows the parts of an article; no model is connected.";
    }
}
