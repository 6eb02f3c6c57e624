package dev.pressroom.model.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The facts read from a page, with the members of an analysis. Members that only a model could conclude are empty,
 * since the analysis is stored and is the context of later articles.
 */
final class SampleAnalysis {
    private static final String CONCLUSION = "Sample: a language model would say here what to do about it.";
    private static final List<String> PRICES = List.of("Price range", "Price", "Offers");
    private static final String NOT_KNOWN = "Not known without a model";
    private static final int MAX_SHOWN = 6;

    private SampleAnalysis() {}

    static JsonObject analysis(SamplePage page) {
        String facts = facts(page, page.facts().keySet());
        JsonArray ideas = new JsonArray();
        for (int i = 0; i < Math.min(3, page.headings().size()); i++) {
            ideas.add(idea(page, i));
        }
        JsonObject analysis = new JsonObject()
                .put("businessName", page.name())
                .put("businessType", page.type())
                .put("description", facts.isEmpty() ? page.description() : (page.description() + " · " + facts))
                .put("contentFocus", labelled("Most frequent words: ", page.words()))
                .put("businessModel", facts(page, PRICES))
                .put("websiteGoals", labelled("Calls to action: ", page.ctas()))
                .put("customerProblems", new JsonArray())
                .put("customerLanguage", new JsonArray(page.questions()))
                .put("keywords", new JsonArray(page.words()))
                .put("contentIdeas", ideas);
        for (String concluded : List.of(
                "targetAudience", "decisionMakers", "endUsers", "brandVoice", "blogStrategy", "searchBehavior")) {
            analysis.put(concluded, "");
        }
        return analysis;
    }

    /** Two or three sentences. */
    static String opening(SamplePage page) {
        String line = Plain.line(page.description(), 30, 200);
        String description = line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
        return (page.name().isEmpty() ? "The page" : page.name())
                + (description.isEmpty()
                        ? " has no description of itself."
                        : " describes itself as “" + description + "”.")
                + " " + length(page);
    }

    /** Cards with counted facts: four, one more for frequent words and one for JSON-LD, if the page has any. */
    static JsonObject insights(SamplePage page) {
        String calls = page.ctas().isEmpty() ? "none was found" : Plain.list(page.ctas(), MAX_SHOWN);
        String headings = page.headings().isEmpty() ? "none was found" : Plain.list(page.headings(), 3);
        JsonArray cards = new JsonArray()
                .add(card("Text", "Length and language", length(page)))
                .add(card(
                        "Search",
                        "Title and description",
                        "Characters of the title: " + Plain.length(page.title()) + "; of the description: "
                                + Plain.length(page.description()) + "."))
                .add(card(
                        "Structure", "Headings: " + size(page.headings(), 60), "The first of them: " + headings + "."))
                .add(card(
                        "Conversion",
                        "Calls to action: " + size(page.ctas(), 20),
                        "Found on the page: " + calls + "."));
        List<String> terms = new ArrayList<>();
        page.terms().forEach(term -> terms.add("“" + term.text() + "” (" + Plain.count(term.count(), "time") + ")"));
        if (!terms.isEmpty()) {
            cards.add(card("Keywords", "The most frequent words", String.join(", ", terms) + "."));
        }
        if (!page.facts().isEmpty()) {
            cards.add(card(
                    "Facts",
                    "Stated for search engines",
                    facts(page, page.facts().keySet()) + "."));
        }
        return new JsonObject().put("cards", cards);
    }

    /**
     * Replaces an audience, which only a model could describe. Marked as a sample; has only words of the page.
     *
     * @param index 0 for the first audience of the page
     */
    static JsonObject audience(SamplePage page, int index) {
        boolean hasWord = index < page.terms().size();
        String word = hasWord ? page.words().get(index) : "";
        String counted = hasWord
                ? "“" + word + "” was counted "
                        + Plain.count(page.terms().get(index).count(), "time") + " in the text."
                : "The page has no further frequent word.";
        String calls = page.ctas().isEmpty() ? "none was found" : Plain.list(page.ctas(), 3);
        JsonObject segment = new JsonObject()
                .put("demographics", "Sample audience " + (index + 1) + (hasWord ? ": “" + word + "”" : ""))
                .put(
                        "psychographics",
                        "A language model would describe here what these people want and what they know.")
                .put("searchBehavior", counted);
        JsonObject value = new JsonObject().put("searchVolume", NOT_KNOWN).put("conversionPotential", NOT_KNOWN);
        JsonArray questions =
                new JsonArray(page.questions().stream().skip(index).limit(1).toList());
        return new JsonObject()
                .put("sample", true)
                .put("targetSegment", segment)
                .put("customerProblem", "A language model would name here the problem that these people have.")
                .put("businessValue", value.put("priority", index + 1))
                .put("customerLanguage", questions)
                .put("conversionPath", "Calls to action on the page: " + calls)
                .put("seoKeywords", hasWord ? new JsonArray().add(word) : new JsonArray())
                .put("contentIdeas", new JsonArray().add(idea(page, index)));
    }

    static JsonObject pitch(JsonObject facts) {
        String name = Plain.line(Plain.text(Plain.object(facts, "analysis"), "businessName"), 12, 80);
        return new JsonObject()
                .put(
                        "pitch",
                        "This is a sample, not a pitch. A language model would say here in two to four sentences why "
                                + (name.isEmpty() ? "this business" : name)
                                + " could write for this audience, and how.");
    }

    /** A content idea whose title is a heading of the page. */
    private static JsonObject idea(SamplePage page, int index) {
        boolean hasHeading = index < page.headings().size();
        return new JsonObject()
                .put("title", hasHeading ? page.headings().get(index) : "Sample idea " + (index + 1))
                .put(
                        "searchIntent",
                        "Sample: " + (hasHeading ? "a heading of the page" : "the page has no further heading"));
    }

    private static String length(SamplePage page) {
        String language =
                page.language().isEmpty() ? "does not name its language" : "gives its language as " + page.language();
        return "The text has " + page.length() + ", and the page " + language + ".";
    }

    private static String facts(SamplePage page, Collection<String> labels) {
        var known = labels.stream().filter(page.facts()::containsKey);
        return String.join(
                " · ",
                known.map(label -> label + ": " + page.facts().get(label)).toList());
    }

    /** A prompt has at most {@code max} of them, so the page may have more. */
    private static String size(List<String> texts, int max) {
        return texts.size() < max ? "" + texts.size() : "at least " + max;
    }

    private static String labelled(String label, List<String> texts) {
        return texts.isEmpty() ? "" : label + Plain.list(texts, MAX_SHOWN);
    }

    private static JsonObject card(String category, String heading, String body) {
        JsonObject card = new JsonObject().put("category", category).put("heading", heading);
        return card.put("body", body).put("takeaway", CONCLUSION);
    }
}
