package dev.pressroom.pipeline.content;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Turns the counted facts into marks from 0 to 100, and those into strengths and improvements. */
final class SeoReport {
    private static final int STRONG = 80;
    private static final int WEAK = 70;
    private static final int MOST_COUNTED = 4;

    /** The best overall score of a text without any word of its topic. */
    private static final int OFF_TOPIC = 30;

    private static final String BASIS =
            "Counted, not judged: lengths, headings, lists, words of the topic and keywords,"
                    + " sentences, links and images. It does not say whether the text is true or useful.";

    /** @param weight share of the overall score, relative to the other marks */
    private record Mark(String name, int weight, int score, String strength, String improvement) {}

    private SeoReport() {}

    /** @param judgement of the model; empty when there is none */
    static JsonObject of(SeoFacts facts, TopicUse topic, JsonObject judgement) {
        List<Mark> marks = new ArrayList<>(marks(facts));
        marks.add(mark(topic));
        JsonObject scores = new JsonObject();
        marks.forEach(mark -> scores.put(mark.name(), mark.score()));
        return new JsonObject()
                .put("overallScore", Math.min(overall(marks), best(topic)))
                .put("basis", BASIS)
                .put("topStrengths", strengths(marks, judgement))
                .put("topImprovements", improvements(marks, judgement))
                .put("summary", judgement.getString("summary", ""))
                .put("scores", scores)
                .put("measured", facts.json().mergeIn(topic.json()));
    }

    /** A text is not better than it keeps to its topic, however well it is made. */
    private static int best(TopicUse topic) {
        return (int) Math.round(OFF_TOPIC + (100 - OFF_TOPIC) * topic.share());
    }

    private static Mark mark(TopicUse topic) {
        String sections = topic.onTopic() + " of " + topic.sections() + " sections contain words of the topic";
        return new Mark(
                "topic",
                20,
                (int) Math.round(100 * topic.share()),
                "The text keeps to its topic: " + sections + ".",
                "Use the words of the topic in more places: " + sections + ", and " + topic.used() + " of its "
                        + topic.words() + " words occur.");
    }

    private static int overall(List<Mark> marks) {
        int weights = marks.stream().mapToInt(Mark::weight).sum();
        int total =
                marks.stream().mapToInt(mark -> mark.weight() * mark.score()).sum();
        return Math.round((float) total / weights);
    }

    private static JsonArray strengths(List<Mark> marks, JsonObject judgement) {
        Stream<String> counted = marks.stream()
                .filter(mark -> mark.score() >= STRONG)
                .sorted(Comparator.comparingInt((Mark mark) -> mark.score() * mark.weight())
                        .reversed())
                .limit(MOST_COUNTED)
                .map(Mark::strength);
        return with(counted, judgement, "strengths");
    }

    private static JsonArray improvements(List<Mark> marks, JsonObject judgement) {
        Stream<String> counted = marks.stream()
                .filter(mark -> mark.score() < WEAK)
                .sorted(Comparator.comparingInt((Mark mark) -> (100 - mark.score()) * mark.weight())
                        .reversed())
                .limit(MOST_COUNTED)
                .map(Mark::improvement);
        return with(counted, judgement, "improvements");
    }

    private static JsonArray with(Stream<String> counted, JsonObject judgement, String member) {
        List<String> all = new ArrayList<>(counted.toList());
        judgement.getJsonArray(member, new JsonArray()).forEach(item -> all.add(item.toString()));
        return new JsonArray(all);
    }

    private static List<Mark> marks(SeoFacts f) {
        return List.of(
                new Mark(
                        "titleLength",
                        10,
                        within(f.titleLength(), 30, 65),
                        "The title has a length that search results show in full (" + f.titleLength() + " characters).",
                        "Bring the title to between 30 and 65 characters; it has " + f.titleLength() + "."),
                new Mark(
                        "metaDescription",
                        10,
                        within(f.metaLength(), 110, 165),
                        "The meta description fits into a search result (" + f.metaLength() + " characters).",
                        "Bring the meta description to between 110 and 165 characters; it has " + f.metaLength() + "."),
                new Mark(
                        "length",
                        15,
                        within(f.words(), 600, 2500),
                        "The text is long enough to go into depth (" + f.words() + " words).",
                        "Aim for 600 to 2500 words; the text has " + f.words() + "."),
                new Mark(
                        "structure",
                        15,
                        structure(f),
                        "Headings and lists make the text easy to skim (" + f.headings() + " sections).",
                        "Divide the text into sections of 100 to 300 words with headings of level 2, and keep level 1 "
                                + "for the title."),
                new Mark(
                        "keywords",
                        25,
                        keywords(f),
                        "The main keyword “" + f.keyword() + "” is used naturally (" + f.keywordUses() + " times).",
                        f.keyword().isEmpty()
                                ? "Choose a main keyword."
                                : "Use the main keyword “" + f.keyword()
                                        + "” in the title, early on, and in 0.5 to 3 % of " + "the text; now it is "
                                        + f.keywordDensity() + " %."),
                new Mark(
                        "readability",
                        10,
                        within((int) Math.round(f.averageSentence()), 8, 22),
                        "Sentences have a comfortable length (" + f.averageSentence() + " words on average).",
                        "Aim for 8 to 22 words a sentence on average; now it is " + f.averageSentence() + "."),
                new Mark(
                        "links",
                        5,
                        Math.min(100, 40 * (f.externalLinks() + f.internalLinks()) + 20),
                        "The text links further.",
                        f.externalLinks() + f.internalLinks() == 0
                                ? "Add a link or two: there are none."
                                : "Add another link: there is only one."),
                new Mark(
                        "images",
                        10,
                        images(f),
                        "Pictures are planned and described (" + f.imagesDescribed() + ").",
                        "Add one or two pictures, each with a description."));
    }

    /** 100 within the bounds, less the further away. */
    private static int within(int value, int least, int most) {
        if (value >= least && value <= most) {
            return 100;
        }
        double off = value < least ? (double) value / least : (double) most / value;
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

    private static int images(SeoFacts f) {
        return f.images() == 0 ? 30 : 60 + 40 * f.imagesDescribed() / f.images();
    }
}
