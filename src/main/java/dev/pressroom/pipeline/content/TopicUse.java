package dev.pressroom.pipeline.content;

import dev.pressroom.base.StopWords;
import dev.pressroom.base.TermCounter;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How far an article keeps to the words of its topic. A word is found by its beginning, so that other forms of it count.
 *
 * @param words of the title that say what it is about, at most 12
 * @param used how many of them occur in the text
 * @param sections of the text: the parts between headings of level 2
 * @param onTopic how many sections have at least one of the words
 */
record TopicUse(int words, int used, int sections, int onTopic) {
    private static final int MOST_WORDS = 12;
    private static final int MOST_SECTIONS = 60;

    /** Characters of a beginning that may be looked for within a word too, as in German compounds. */
    private static final int DISTINCT = 5;

    static TopicUse of(String title, String content) {
        List<String> beginnings = beginnings(title);
        Set<String> used = new HashSet<>();
        int sections = 0;
        int onTopic = 0;
        for (String section : sections(content)) {
            String text = VisibleMarkdown.text(section).toLowerCase(Locale.ROOT);
            Set<String> words = new HashSet<>(TermCounter.words(text));
            List<String> found =
                    beginnings.stream().filter(one -> isIn(one, words)).toList();
            sections += words.isEmpty() ? 0 : 1;
            onTopic += found.isEmpty() ? 0 : 1;
            used.addAll(found);
        }
        return new TopicUse(beginnings.size(), used.size(), sections, onTopic);
    }

    /** From 0, no word of the topic occurs, to 1, every section has one. 1 where the title has no telling word. */
    double share() {
        double most = words == 0 ? 1 : Math.min(1, 2.0 * used / words);
        return words == 0 || sections == 0 ? most : most * onTopic / sections;
    }

    JsonObject json() {
        return new JsonObject()
                .put("topicWords", words)
                .put("topicWordsUsed", used)
                .put("sections", sections)
                .put("sectionsOnTopic", onTopic);
    }

    private static boolean isIn(String beginning, Set<String> words) {
        boolean anywhere = beginning.length() >= DISTINCT || Character.isIdeographic(beginning.codePointAt(0));
        return words.stream().anyMatch(word -> anywhere ? word.contains(beginning) : word.startsWith(beginning));
    }

    private static List<String> beginnings(String title) {
        List<String> beginnings = new ArrayList<>();
        for (String word : TermCounter.words(title.toLowerCase(Locale.ROOT))) {
            if (Character.isIdeographic(word.codePointAt(0))) {
                for (int i = 0; i + 2 <= word.length(); i += 2) {
                    beginnings.add(word.substring(i, i + 2));
                }
            } else if (word.length() > 2 && !StopWords.contains(word)) {
                beginnings.add(word.substring(0, word.length() - (word.length() > 5 ? 2 : word.length() > 3 ? 1 : 0)));
            }
        }
        return beginnings.stream().distinct().limit(MOST_WORDS).toList();
    }

    private static List<String> sections(String content) {
        List<String> sections = new ArrayList<>();
        int from = 0;
        for (int next = content.indexOf("\n## "); next >= 0 && sections.size() < MOST_SECTIONS; ) {
            sections.add(content.substring(from, next));
            from = next + 1;
            next = content.indexOf("\n## ", from);
        }
        sections.add(content.substring(from));
        return sections;
    }
}
