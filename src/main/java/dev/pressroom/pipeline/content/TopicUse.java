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
 * Measures how far an article uses the words of its topic. Words are compared by their stems (first letters), so that
 * inflected forms count.
 *
 * @param words number of significant words in the title, at most 12
 * @param used number of these words that occur in the text
 * @param sections number of sections: the parts between headings of level 2
 * @param onTopic number of sections that have at least one of the words
 */
record TopicUse(int words, int used, int sections, int onTopic) {
    private static final int MAX_WORDS = 12;
    private static final int MAX_SECTIONS = 60;

    /** Minimum length of a stem that is also searched within words, as for German compounds. */
    private static final int MIN_INFIX_CHARACTERS = 5;

    static TopicUse of(String title, String content) {
        List<String> stems = stems(title);
        Set<String> used = new HashSet<>();
        int sections = 0;
        int onTopic = 0;
        for (String section : sections(content)) {
            String text = VisibleMarkdown.text(section).toLowerCase(Locale.ROOT);
            Set<String> words = new HashSet<>(TermCounter.words(text));
            List<String> found =
                    stems.stream().filter(stem -> isIn(stem, words)).toList();
            sections += words.isEmpty() ? 0 : 1;
            onTopic += found.isEmpty() ? 0 : 1;
            used.addAll(found);
        }
        return new TopicUse(stems.size(), used.size(), sections, onTopic);
    }

    /** From 0 (no word of the topic occurs) to 1 (every section has one); 1 when the title has no significant word. */
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

    private static boolean isIn(String stem, Set<String> words) {
        boolean anywhere = stem.length() >= MIN_INFIX_CHARACTERS || Character.isIdeographic(stem.codePointAt(0));
        return words.stream().anyMatch(word -> anywhere ? word.contains(stem) : word.startsWith(stem));
    }

    private static List<String> stems(String title) {
        List<String> stems = new ArrayList<>();
        for (String word : TermCounter.words(title.toLowerCase(Locale.ROOT))) {
            if (Character.isIdeographic(word.codePointAt(0))) {
                for (int i = 0; i + 2 <= word.length(); i += 2) {
                    stems.add(word.substring(i, i + 2));
                }
            } else if (word.length() > 2 && !StopWords.contains(word)) {
                stems.add(word.substring(0, word.length() - (word.length() > 5 ? 2 : word.length() > 3 ? 1 : 0)));
            }
        }
        return stems.stream().distinct().limit(MAX_WORDS).toList();
    }

    private static List<String> sections(String content) {
        List<String> sections = new ArrayList<>();
        int from = 0;
        for (int next = content.indexOf("\n## "); next >= 0 && sections.size() < MAX_SECTIONS; ) {
            sections.add(content.substring(from, next));
            from = next + 1;
            next = content.indexOf("\n## ", from);
        }
        sections.add(content.substring(from));
        return sections;
    }
}
