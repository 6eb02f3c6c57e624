package dev.pressroom.model.demo;

import dev.pressroom.model.Prompt;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * The facts in a prompt about the requested article.
 *
 * @param values texts by label, in the order of the table in the sample; empty when the request does not give one
 * @param ctas calls to action with {@code text}, {@code href} and, optionally, {@code placement}
 * @param embeds {@code [TWEET:0]} and the like, for each item to embed
 * @param visuals whether the article shall have images
 * @param checksum of all facts and requirements
 */
record SampleRequest(
        Map<String, String> values, List<JsonObject> ctas, List<String> embeds, boolean visuals, String checksum) {
    static final String TOPIC = "Topic";
    static final String SUBHEADING = "Subheading";
    static final String AUDIENCE = "Target audience";
    static final String INSTRUCTIONS = "Instructions";

    private static final int MAX_ITEMS = 5;

    static SampleRequest of(Prompt prompt) {
        JsonObject facts = prompt.facts();
        JsonObject organization = Plain.object(facts, "organization");
        Map<String, String> values = new LinkedHashMap<>();
        values.put(TOPIC, Plain.text(Plain.object(facts, "topic"), "title"));
        values.put(SUBHEADING, Plain.text(Plain.object(facts, "topic"), "subheader"));
        values.put("Business type", Plain.text(Plain.object(facts, "business"), "type"));
        values.put(AUDIENCE, Plain.text(Plain.object(facts, "business"), "audience"));
        values.put("Voice", requirement(prompt, "Voice: "));
        values.put("Language", language(requirement(prompt, "Language: ")));
        values.put("Length", requirement(prompt, "Length: "));
        values.put(INSTRUCTIONS, Plain.text(facts, "instructions"));
        values.put("Organization", Plain.text(organization, "businessName"));
        values.put("About it", Plain.text(organization, "description"));
        List<JsonObject> own = ctas(facts, MAX_ITEMS);
        byte[] all = (facts.encode() + prompt.requirements()).getBytes(StandardCharsets.UTF_8);
        return new SampleRequest(
                values,
                own.isEmpty() ? ctas(organization, 1) : own,
                embeds(Plain.object(facts, "preloaded")),
                !Boolean.FALSE.equals(facts.getValue("visuals")),
                UUID.nameUUIDFromBytes(all).toString().substring(0, 13));
    }

    /** The value of a label on one line, cut after {@code maxWords} words. */
    String line(String label, int maxWords) {
        return Plain.line(values.get(label), maxWords, 8 * maxWords);
    }

    private static String requirement(Prompt prompt, String label) {
        var lines = prompt.requirements().stream().filter(line -> line.startsWith(label));
        return lines.map(line -> line.substring(label.length())).findFirst().orElse("");
    }

    /** The language in a requirement, without the remark after it; empty when it only tells how to choose one. */
    private static String language(String requirement) {
        int remark = requirement.indexOf(". ");
        return requirement.startsWith("the one that")
                ? ""
                : remark < 0 ? requirement : requirement.substring(0, remark);
    }

    private static List<JsonObject> ctas(JsonObject json, int max) {
        List<JsonObject> ctas = new ArrayList<>();
        for (JsonObject cta : Plain.objects(json, "ctas")) {
            String text = Plain.line(Plain.text(cta, "text"), 6, 60);
            if (ctas.size() < max && !text.isEmpty() && !Plain.text(cta, "href").isEmpty()) {
                ctas.add(cta.copy().put("text", text));
            }
        }
        return ctas;
    }

    private static List<String> embeds(JsonObject preloaded) {
        List<String> embeds = new ArrayList<>();
        for (String kind : List.of("TWEET", "ARTICLE", "VIDEO")) {
            int count =
                    Plain.array(preloaded, kind.toLowerCase(Locale.ROOT) + "s").size();
            for (int i = 0; i < Math.min(count, MAX_ITEMS); i++) {
                embeds.add("[" + kind + ":" + i + "]");
            }
        }
        return embeds;
    }
}
