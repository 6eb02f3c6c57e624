package dev.pressroom.pipeline.content;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rates the measurements of an article by several criteria, each from 0 to 100, and lists strengths and improvements.
 */
final class SeoReport {
    private static final int MIN_STRENGTH_SCORE = 80;
    private static final int IMPROVEMENT_BELOW_SCORE = 70;
    private static final int MAX_MEASURED_ITEMS = 4;

    /** The maximum overall score of a text that has no word of its topic. */
    private static final int MAX_SCORE_OFF_TOPIC = 30;

    private static final String BASIS =
            "Counted, not judged: lengths, headings, lists, words of the topic and keywords,"
                    + " sentences, links and images. It does not say whether the text is true or useful.";

    /** @param weight share of the overall score, relative to the other criteria */
    private record Criterion(String name, int weight, int score, String strength, String improvement) {}

    private SeoReport() {}

    /** @param judgement assessment by the model; empty when there is none */
    static JsonObject of(SeoFacts facts, TopicUse topic, JsonObject judgement) {
        List<Criterion> criteria = new ArrayList<>(criteria(facts));
        criteria.add(criterion(topic));
        JsonObject scores = new JsonObject();
        criteria.forEach(criterion -> scores.put(criterion.name(), criterion.score()));
        return new JsonObject()
                .put("overallScore", Math.min(overall(criteria), maxScore(topic)))
                .put("basis", BASIS)
                .put("topStrengths", strengths(criteria, judgement))
                .put("topImprovements", improvements(criteria, judgement))
                .put("summary", judgement.getString("summary", ""))
                .put("scores", scores)
                .put("measured", facts.json().mergeIn(topic.json()));
    }

    /** The maximum overall score: it grows with the share of the text that keeps to the topic. */
    private static int maxScore(TopicUse topic) {
        return (int) Math.round(MAX_SCORE_OFF_TOPIC + (100 - MAX_SCORE_OFF_TOPIC) * topic.share());
    }

    private static Criterion criterion(TopicUse topic) {
        String sections = topic.onTopic() + " of " + topic.sections() + " sections contain words of the topic";
        return new Criterion(
                "topic",
                20,
                (int) Math.round(100 * topic.share()),
                "The text keeps to its topic: " + sections + ".",
                "Use the words of the topic in more places: " + sections
                        + (topic.used() < topic.words()
                                ? ", and only " + topic.used() + " of its " + topic.words() + " words occur."
                                : "."));
    }

    private static int overall(List<Criterion> criteria) {
        int weights = criteria.stream().mapToInt(Criterion::weight).sum();
        int total = criteria.stream()
                .mapToInt(criterion -> criterion.weight() * criterion.score())
                .sum();
        return Math.round((float) total / weights);
    }

    private static JsonArray strengths(List<Criterion> criteria, JsonObject judgement) {
        Stream<String> measured = criteria.stream()
                .filter(criterion -> criterion.score() >= MIN_STRENGTH_SCORE)
                .sorted(Comparator.comparingInt((Criterion criterion) -> criterion.score() * criterion.weight())
                        .reversed())
                .limit(MAX_MEASURED_ITEMS)
                .map(Criterion::strength);
        return withJudgement(measured, judgement, "strengths");
    }

    private static JsonArray improvements(List<Criterion> criteria, JsonObject judgement) {
        Stream<String> measured = criteria.stream()
                .filter(criterion -> criterion.score() < IMPROVEMENT_BELOW_SCORE)
                .sorted(Comparator.comparingInt((Criterion criterion) -> (100 - criterion.score()) * criterion.weight())
                        .reversed())
                .limit(MAX_MEASURED_ITEMS)
                .map(Criterion::improvement);
        return withJudgement(measured, judgement, "improvements");
    }

    private static JsonArray withJudgement(Stream<String> measured, JsonObject judgement, String member) {
        List<String> all = new ArrayList<>(measured.toList());
        judgement.getJsonArray(member, new JsonArray()).forEach(item -> all.add(item.toString()));
        return new JsonArray(all);
    }

    private static List<Criterion> criteria(SeoFacts f) {
        return List.of(
                new Criterion(
                        "titleLength",
                        10,
                        within(f.titleLength(), 30, 65),
                        "The title has a length that search results show in full (" + f.titleLength() + " characters).",
                        "Bring the title to between 30 and 65 characters; it has " + f.titleLength() + "."),
                new Criterion(
                        "metaDescription",
                        10,
                        within(f.metaLength(), 110, 165),
                        "The meta description fits into a search result (" + f.metaLength() + " characters).",
                        "Bring the meta description to between 110 and 165 characters; it has " + f.metaLength() + "."),
                new Criterion(
                        "length",
                        15,
                        within(f.words(), 600, 2500),
                        "The text is long enough to go into depth (" + f.words() + " words).",
                        "Aim for 600 to 2500 words; the text has " + f.words() + "."),
                new Criterion(
                        "structure",
                        15,
                        structure(f),
                        "Headings and lists make the text easy to skim (" + f.headings() + " sections).",
                        "Divide the text into sections of 100 to 300 words with headings of level 2, and keep level 1 "
                                + "for the title."),
                new Criterion(
                        "keywords",
                        25,
                        keywords(f),
                        "The main keyword “" + f.keyword() + "” occurs in the text (" + times(f.keywordUses()) + ").",
                        f.keyword().isEmpty()
                                ? "Choose a main keyword."
                                : "Use the main keyword “" + f.keyword()
                                        + "” in the title, early on, and in 0.5 to 3 % of " + "the text; now it is "
                                        + f.keywordDensity() + " %."),
                new Criterion(
                        "readability",
                        10,
                        within((int) Math.round(f.averageSentence()), 8, 22),
                        "Sentences have a comfortable length (" + f.averageSentence() + " words on average).",
                        "Aim for 8 to 22 words a sentence on average; now it is " + f.averageSentence() + "."),
                new Criterion(
                        "links",
                        5,
                        Math.min(100, 40 * (f.externalLinks() + f.internalLinks()) + 20),
                        "The text links further.",
                        f.externalLinks() + f.internalLinks() == 0
                                ? "Add a link or two: there are none."
                                : "Add another link: there is only one."),
                new Criterion(
                        "images",
                        10,
                        images(f),
                        "Pictures are planned and described (" + f.imagesDescribed() + ").",
                        "Add one or two pictures, each with a description."));
    }

    /** 100 for a value from {@code min} to {@code max}; outside, the smaller the further away. */
    private static int within(int value, int min, int max) {
        if (value >= min && value <= max) {
            return 100;
        }
        double off = value < min ? (double) value / min : (double) max / value;
        return (int) Math.round(100 * Math.max(0, off));
    }

    private static int structure(SeoFacts f) {
        int wanted = Math.max(2, f.words() / 300);
        int headings = Math.min(60, 60 * f.headings() / wanted);
        int lists = f.listItems() >= 3 ? 20 : 0;
        int single = f.topHeadings() == 0 ? 20 : 0;
        return headings + lists + single;
    }

    private static int keywords(SeoFacts f) {
        if (f.keyword().isEmpty()) {
            return 0;
        }
        int density = f.keywordDensity() > 4 ? 10 : f.keywordDensity() >= 0.4 ? 30 : f.keywordUses() > 0 ? 15 : 0;
        int others = f.otherKeywords() == 0 ? 20 : 20 * f.otherKeywordsUsed() / f.otherKeywords();
        return (f.keywordInTitle() ? 25 : 0) + (f.keywordEarly() ? 25 : 0) + density + others;
    }

    private static String times(int count) {
        return count == 1 ? "once" : count + " times";
    }

    private static int images(SeoFacts f) {
        return f.images() == 0 ? 30 : 60 + 40 * f.imagesDescribed() / f.images();
    }
}
