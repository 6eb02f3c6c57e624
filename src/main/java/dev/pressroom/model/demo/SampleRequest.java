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
 * What a prompt says about the article that is wanted.
 *
 * @param values label and text of each thing that a model is given, in order; empty where the request leaves it open
 * @param ctas {@code text}, {@code href} and perhaps {@code placement} of each call to action, as they were checked
 * @param embeds {@code [TWEET:0]} and the like, for each item that is to be embedded
 * @param visuals whether the article is to have images
 * @param checksum of all that is given
 */
record SampleRequest(
        Map<String, String> values, List<JsonObject> ctas, List<String> embeds, boolean visuals, String checksum) {
    static final String TOPIC = "Topic";
    static final String SUBHEADING = "Subheading";
    static final String AUDIENCE = "Target audience";
    static final String INSTRUCTIONS = "Instructions";

    private static final int MOST_ITEMS = 5;

    static SampleRequest of(Prompt prompt) {
        JsonObject facts = prompt.facts();
        JsonObject organization = Plain.object(facts, "organization");
        Map<String, String> values = new LinkedHashMap<>();
        values.put(TOPIC, Plain.text(Plain.object(facts, "topic"), "title"));
        values.put(SUBHEADING, Plain.text(Plain.object(facts, "topic"), "subheader"));
        values.put("Business type", Plain.text(Plain.object(facts, "business"), "type"));
        values.put(AUDIENCE, Plain.text(Plain.object(facts, "business"), "audience"));
        values.put("Voice", wish(prompt, "Voice: "));
        values.put("Language", language(wish(prompt, "Language: ")));
        values.put("Length", wish(prompt, "Length: "));
        values.put(INSTRUCTIONS, Plain.text(facts, "instructions"));
        values.put("Organization", Plain.text(organization, "businessName"));
        values.put("About it", Plain.text(organization, "description"));
        List<JsonObject> own = ctas(facts, MOST_ITEMS);
        byte[] all = (facts.encode() + prompt.requirements()).getBytes(StandardCharsets.UTF_8);
        return new SampleRequest(
                values,
                own.isEmpty() ? ctas(organization, 1) : own,
                embeds(Plain.object(facts, "preloaded")),
                !Boolean.FALSE.equals(facts.getValue("visuals")),
                UUID.nameUUIDFromBytes(all).toString().substring(0, 13));
    }

    /** A value on one line, cut. */
    String line(String label, int mostWords) {
        return Plain.line(values.get(label), mostWords, 8 * mostWords);
    }

    private static String wish(Prompt prompt, String label) {
        var lines = prompt.requirements().stream().filter(line -> line.startsWith(label));
        return lines.map(line -> line.substring(label.length())).findFirst().orElse("");
    }

    /** The line names a language and ends with a remark; or it says how to choose one. */
    private static String language(String wish) {
        int remark = wish.indexOf(". ");
        return wish.startsWith("the one that") ? "" : remark < 0 ? wish : wish.substring(0, remark);
    }

    private static List<JsonObject> ctas(JsonObject json, int most) {
        List<JsonObject> ctas = new ArrayList<>();
        for (JsonObject cta : Plain.objects(json, "ctas")) {
            String text = Plain.line(Plain.text(cta, "text"), 6, 60);
            if (ctas.size() < most
                    && !text.isEmpty()
                    && !Plain.text(cta, "href").isEmpty()) {
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
            for (int i = 0; i < Math.min(count, MOST_ITEMS); i++) {
                embeds.add("[" + kind + ":" + i + "]");
            }
        }
        return embeds;
    }
}
