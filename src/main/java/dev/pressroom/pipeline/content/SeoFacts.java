package dev.pressroom.pipeline.content;

import dev.pressroom.picture.Placeholder;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What can be counted in an article.
 *
 * @param titleLength characters
 * @param metaLength characters of the meta description
 * @param words that a reader sees; placeholders are none
 * @param minutes to read it
 * @param headings of level 2
 * @param subheadings of level 3
 * @param topHeadings of level 1; the title is one already, so there should be none
 * @param listItems bulleted and numbered
 * @param keyword the main one; empty when there is none
 * @param keywordUses how often it occurs in the text
 * @param keywordDensity its words as a percentage of all words
 * @param keywordInTitle whether all its words are in the title
 * @param keywordEarly whether it, or each of its words, occurs in the first 100 words
 * @param otherKeywordsUsed how many of the others occur
 * @param otherKeywords how many others there are
 * @param externalLinks to http addresses
 * @param internalLinks to addresses on the same site
 * @param images image and chart placeholders, and images
 * @param imagesDescribed those with a description
 * @param averageSentence words
 */
record SeoFacts(
        int titleLength,
        int metaLength,
        int words,
        int minutes,
        int headings,
        int subheadings,
        int topHeadings,
        int listItems,
        String keyword,
        int keywordUses,
        double keywordDensity,
        boolean keywordInTitle,
        boolean keywordEarly,
        int otherKeywordsUsed,
        int otherKeywords,
        int externalLinks,
        int internalLinks,
        int images,
        int imagesDescribed,
        double averageSentence) {
    private static final Pattern LINK = Pattern.compile("(?<!!)\\[[^\\[\\]\\n]+]\\(([^)\\s]+)[^)\\n]*\\)");
    private static final Pattern IMAGE = Pattern.compile("!\\[([^\\[\\]\\n]*)]\\([^)\\n]+\\)");
    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?…])[”\"')]?\\s+|\\n\\s*\\n|\\n(?=\\s*\\S)");
    private static final int EARLY_WORDS = 100;
    private static final int MOST_KEYWORDS = 20;
    private static final int LONGEST_KEYWORD = 100;

    static SeoFacts of(String title, String metaDescription, String content, JsonArray keywords) {
        String text = Visible.text(content);
        int words = Visible.words(text);
        List<String> all = keywords.stream()
                .map(keyword -> keyword.toString().strip().toLowerCase(Locale.ROOT))
                .filter(keyword -> !keyword.isEmpty() && keyword.length() <= LONGEST_KEYWORD)
                .distinct()
                .limit(MOST_KEYWORDS)
                .toList();
        String main = all.isEmpty() ? "" : all.get(0);
        List<String> others = all.isEmpty() ? all : all.subList(1, all.size());
        List<Placeholder> placeholders = Placeholder.in(content);
        int uses = occurrences(text, main);
        int mainWords = main.isEmpty() ? 0 : main.split("\\s+").length;
        return new SeoFacts(
                length(title),
                length(metaDescription),
                words,
                ReadTime.minutes(words),
                lines(content, "## .*"),
                lines(content, "### .*"),
                lines(content, "# .*"),
                lines(content, "\\s*(?:[-*+]|\\d+\\.)\\s+\\S.*"),
                main,
                uses,
                words == 0 ? 0 : Math.round(1000.0 * uses * mainWords / words) / 10.0,
                !main.isEmpty() && hasEachWord(title, main),
                !main.isEmpty() && hasEachWord(firstWords(text), main),
                (int) others.stream()
                        .filter(other -> occurrences(text, other) > 0)
                        .count(),
                others.size(),
                links(content, true),
                links(content, false),
                placeholders.size() + count(IMAGE, content),
                described(placeholders) + described(IMAGE, 1, content),
                averageSentence(text, words));
    }

    JsonObject json() {
        return new JsonObject()
                .put("titleLength", titleLength)
                .put("metaDescriptionLength", metaLength)
                .put("wordCount", words)
                .put("readingMinutes", minutes)
                .put(
                        "headings",
                        new JsonObject()
                                .put("h1", topHeadings)
                                .put("h2", headings)
                                .put("h3", subheadings))
                .put("listItems", listItems)
                .put("keyword", keyword)
                .put("keywordUses", keywordUses)
                .put("keywordDensity", keywordDensity)
                .put("keywordInTitle", keywordInTitle)
                .put("keywordEarly", keywordEarly)
                .put("otherKeywordsUsed", otherKeywordsUsed)
                .put("otherKeywords", otherKeywords)
                .put("externalLinks", externalLinks)
                .put("internalLinks", internalLinks)
                .put("images", images)
                .put("imagesDescribed", imagesDescribed)
                .put("averageSentenceWords", averageSentence);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static int lines(String content, String pattern) {
        return (int) content.lines().filter(line -> line.matches(pattern)).count();
    }

    private static int occurrences(String text, String phrase) {
        return phrase.isEmpty() ? 0 : count(phrase(phrase), text);
    }

    private static boolean hasEachWord(String text, String phrase) {
        return List.of(phrase.split("\\s+")).stream()
                .allMatch(word -> phrase(word).matcher(text).find());
    }

    private static Pattern phrase(String phrase) {
        String words = String.join(
                "\\s+",
                List.of(phrase.split("\\s+")).stream().map(Pattern::quote).toList());
        return Pattern.compile(
                "(?<![\\p{L}\\p{N}])" + words + "(?![\\p{L}\\p{N}])", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    private static String firstWords(String text) {
        String[] words = text.strip().split("\\s+", EARLY_WORDS + 1);
        return String.join(" ", List.of(words).subList(0, Math.min(words.length, EARLY_WORDS)));
    }

    private static int links(String content, boolean external) {
        Matcher m = LINK.matcher(content);
        int links = 0;
        while (m.find()) {
            links += m.group(1).matches("(?i)https?://.*") == external ? 1 : 0;
        }
        return links;
    }

    private static int count(Pattern pattern, String text) {
        return (int) pattern.matcher(text).results().count();
    }

    private static int described(List<Placeholder> placeholders) {
        return (int) placeholders.stream()
                .filter(placeholder -> !placeholder.text().isBlank())
                .count();
    }

    private static int described(Pattern pattern, int group, String content) {
        return (int) pattern.matcher(content)
                .results()
                .filter(match -> !match.group(group).isBlank())
                .count();
    }

    private static double averageSentence(String text, int words) {
        long sentences = SENTENCE_END
                .splitAsStream(text)
                .filter(sentence -> Visible.words(sentence) > 0)
                .count();
        return sentences == 0 ? 0 : Math.round(10.0 * words / sentences) / 10.0;
    }
}
