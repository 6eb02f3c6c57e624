package dev.pressroom.model.demo;

import dev.pressroom.base.TermCounter;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Facts that can be read or counted in a page without a model. Texts are quoted unchanged, cut to a line.
 *
 * @param type of the business in the vocabulary of schema.org; may be empty, like all texts
 * @param facts from the JSON-LD of the page, by label
 * @param terms the most frequent words
 * @param length of the text, with its unit ("310 words")
 */
record SamplePage(
        String name,
        String type,
        String title,
        String description,
        String language,
        Map<String, String> facts,
        List<String> headings,
        List<String> questions,
        List<String> ctas,
        List<TermCounter.Term> terms,
        String length) {
    private static final int MAX_TERMS = 10;
    private static final int MAX_QUESTIONS = 5;
    private static final int MAX_FACTS = 12;

    /** A text with more characters may have been cut for the prompt. */
    private static final int MAX_UNCUT_CHARACTERS = 15_000;

    private static final Map<String, String> LABELS = labels();

    static SamplePage of(JsonObject prompt) {
        JsonObject page = Plain.object(prompt, "page");
        List<JsonObject> things = Plain.objects(page, "things");
        String text = Plain.text(page, "text");
        List<String> headings = texts(page, "headings");
        TermCounter terms = new TermCounter();
        terms.add(text);
        return new SamplePage(
                Plain.line(
                        first(Plain.text(page, "siteName"), property(things, "name"), Plain.text(page, "title")),
                        12,
                        80),
                things.isEmpty() ? "" : Plain.line(Plain.text(things.get(0), "type"), 5, 60),
                Plain.line(Plain.text(page, "title"), 40, 300),
                Plain.line(first(Plain.text(page, "metaDescription"), property(things, "description")), 60, 400),
                Locale.forLanguageTag(Plain.text(page, "language")).getDisplayLanguage(Locale.ENGLISH),
                facts(things),
                headings,
                questions(headings, text),
                texts(page, "ctas"),
                terms.top(MAX_TERMS),
                (text.length() > MAX_UNCUT_CHARACTERS ? "more than " : "") + length(text));
    }

    List<String> words() {
        return terms.stream().map(TermCounter.Term::text).toList();
    }

    private static String first(String... texts) {
        return Stream.of(texts).filter(text -> !text.isEmpty()).findFirst().orElse("");
    }

    /** The property of the first entity that has it; empty when none has. */
    private static String property(List<JsonObject> things, String name) {
        var values = things.stream().map(thing -> Plain.text(Plain.object(thing, "properties"), name));
        return values.filter(text -> !text.isEmpty()).findFirst().orElse("");
    }

    private static Map<String, String> facts(List<JsonObject> things) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (JsonObject thing : things) {
            JsonObject properties = Plain.object(thing, "properties");
            for (String name : properties.fieldNames()) {
                String value = Plain.line(Plain.text(properties, name), 30, 160).replace("ratingValue: ", "");
                if (LABELS.containsKey(name) && !value.isEmpty() && facts.size() < MAX_FACTS) {
                    facts.putIfAbsent(LABELS.get(name), value);
                }
            }
        }
        return facts;
    }

    private static List<String> texts(JsonObject page, String member) {
        List<String> texts = new ArrayList<>();
        Plain.objects(page, member).forEach(one -> texts.add(Plain.line(Plain.text(one, "text"), 20, 120)));
        return texts.stream().filter(text -> !text.isEmpty()).toList();
    }

    private static List<String> questions(List<String> headings, String text) {
        Stream<String> lines = Stream.concat(headings.stream(), text.lines()).map(String::strip);
        Stream<String> questions = lines.filter(line -> line.endsWith("?") || line.endsWith("？"));
        return questions
                .map(line -> Plain.line(line, 20, 120))
                .distinct()
                .limit(MAX_QUESTIONS)
                .toList();
    }

    /** Scripts without spaces between words are counted by character. */
    private static String length(String text) {
        boolean spaced = text.codePoints().noneMatch(point -> switch (Character.UnicodeScript.of(point)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
            default -> false;
        });
        return spaced
                ? Plain.count(TermCounter.words(text).size(), "word")
                : Plain.count(Plain.length(text), "character");
    }

    private static Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String line :
                SampleArticle.load("labels.properties").lines().skip(1).toList()) {
            int equals = line.indexOf('=');
            labels.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return labels;
    }
}
