package dev.pressroom.pipeline.content;

import dev.pressroom.base.Chars;
import dev.pressroom.image.Placeholder;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

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
    private static final int EARLY_WORDS = 100;
    private static final int MOST_KEYWORDS = 20;
    private static final int LONGEST_KEYWORD = 100;

    static SeoFacts of(String title, String metaDescription, String content, JsonArray keywords) {
        String text = VisibleMarkdown.text(content);
        String folded = Phrase.folded(text);
        int words = VisibleMarkdown.words(text);
        List<String> all = keywords.stream()
                .map(keyword -> keyword.toString().strip().toLowerCase(Locale.ROOT))
                .filter(keyword -> !keyword.isEmpty() && keyword.length() <= LONGEST_KEYWORD)
                .distinct()
                .limit(MOST_KEYWORDS)
                .toList();
        String main = all.isEmpty() ? "" : all.get(0);
        List<String> others = all.isEmpty() ? all : all.subList(1, all.size());
        List<Placeholder> placeholders = Placeholder.in(content);
        List<MarkdownLink> links = MarkdownLink.in(content);
        int uses = new Phrase(main).countIn(folded);
        int mainWords = Chars.words(main).size();
        return new SeoFacts(
                length(title),
                length(metaDescription),
                words,
                ReadTime.minutes(words),
                lines(content, line -> line.startsWith("## ")),
                lines(content, line -> line.startsWith("### ")),
                lines(content, line -> line.startsWith("# ")),
                lines(content, SeoFacts::isItem),
                main,
                uses,
                words == 0 ? 0 : Math.round(1000.0 * uses * mainWords / words) / 10.0,
                !main.isEmpty() && hasEachWord(title, main),
                !main.isEmpty() && hasEachWord(String.join(" ", Chars.words(text, EARLY_WORDS)), main),
                (int) others.stream()
                        .filter(other -> new Phrase(other).countIn(folded) > 0)
                        .count(),
                others.size(),
                count(links, link -> isLink(link) && isExternal(link)),
                count(links, link -> isLink(link) && !isExternal(link)),
                placeholders.size() + count(links, SeoFacts::isImage),
                described(placeholders)
                        + count(links, link -> isImage(link) && !link.label().isBlank()),
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

    private static int lines(String content, Predicate<String> kind) {
        return (int) content.lines().filter(kind).count();
    }

    /** An item of a list: a bullet or a number with a dot, white space, and text. */
    private static boolean isItem(String line) {
        List<String> words = Chars.words(line, 2);
        if (words.size() < 2) {
            return false;
        }
        String mark = words.get(0);
        return List.of("-", "*", "+").contains(mark)
                || mark.endsWith(".")
                        && Chars.all(mark.substring(0, mark.length() - 1), 1, Integer.MAX_VALUE, Chars::isDigit);
    }

    private static boolean hasEachWord(String text, String phrase) {
        String folded = Phrase.folded(text);
        return Chars.words(phrase).stream().allMatch(word -> new Phrase(word).countIn(folded) > 0);
    }

    private static boolean isLink(MarkdownLink link) {
        return !link.image() && !link.label().isEmpty() && !link.target().isEmpty();
    }

    private static boolean isExternal(MarkdownLink link) {
        return link.target().regionMatches(true, 0, "http://", 0, 7)
                || link.target().regionMatches(true, 0, "https://", 0, 8);
    }

    private static boolean isImage(MarkdownLink link) {
        return link.image() && !link.target().isEmpty();
    }

    private static int count(List<MarkdownLink> links, Predicate<MarkdownLink> kind) {
        return (int) links.stream().filter(kind).count();
    }

    private static int described(List<Placeholder> placeholders) {
        return (int) placeholders.stream()
                .filter(placeholder -> !placeholder.text().isBlank())
                .count();
    }

    private static double averageSentence(String text, int words) {
        long sentences = sentences(text);
        return sentences == 0 ? 0 : Math.round(10.0 * words / sentences) / 10.0;
    }

    /** Sentences with at least one word. They end at a line break, or at white space after a mark that ends them. */
    private static int sentences(String text) {
        int sentences = 0;
        boolean hasWord = false;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            boolean ends = point == '\n' || Character.isWhitespace(point) && endsSentence(text, i);
            if (!ends && !hasWord && Chars.isWordChar(point)) {
                hasWord = true;
                sentences++;
            }
            hasWord &= !ends;
            i += Character.charCount(point);
        }
        return sentences;
    }

    /** Whether the text before {@code end} closes a sentence, with or without a closing quotation mark after it. */
    private static boolean endsSentence(String text, int end) {
        boolean quoted = end > 1 && "”\"')".indexOf(text.charAt(end - 1)) >= 0;
        int mark = quoted ? end - 2 : end - 1;
        return mark >= 0 && ".!?…".indexOf(text.charAt(mark)) >= 0;
    }
}
