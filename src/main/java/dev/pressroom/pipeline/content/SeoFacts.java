package dev.pressroom.pipeline.content;

import dev.pressroom.base.Chars;
import dev.pressroom.image.Placeholder;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Measurements of an article for search engine optimization (SEO).
 *
 * @param titleLength in characters
 * @param metaLength length of the meta description in characters
 * @param words number of visible words; placeholders do not count
 * @param minutes reading time
 * @param headings number of headings of level 2
 * @param subheadings number of headings of level 3
 * @param topHeadings number of headings of level 1; the title has that level, so there should be none
 * @param listItems number of bulleted and numbered items
 * @param keyword the main keyword; empty when there is none
 * @param keywordUses how often the main keyword occurs in the text
 * @param keywordDensity the words of the main keyword in percent of all words
 * @param keywordInTitle whether the title has all words of the main keyword
 * @param keywordEarly whether each word of the main keyword occurs in the first 100 words
 * @param otherKeywordsUsed number of other keywords that occur in the text
 * @param otherKeywords number of other keywords
 * @param externalLinks number of links to http and https URLs
 * @param internalLinks number of links to relative URLs and other schemes
 * @param images number of images, and of image and chart placeholders
 * @param imagesDescribed number of these with a description
 * @param averageSentence average number of words in a sentence
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
    private static final int MAX_KEYWORDS = 20;
    private static final int MAX_KEYWORD_CHARACTERS = 100;

    static SeoFacts of(String title, String metaDescription, String content, JsonArray keywords) {
        String text = VisibleMarkdown.text(content);
        String folded = Phrase.folded(text);
        int words = VisibleMarkdown.words(text);
        List<String> all = keywords.stream()
                .map(keyword -> keyword.toString().strip().toLowerCase(Locale.ROOT))
                .filter(keyword -> !keyword.isEmpty() && keyword.length() <= MAX_KEYWORD_CHARACTERS)
                .distinct()
                .limit(MAX_KEYWORDS)
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

    /**
     * Sentences with at least one word. They end at a line break, or at white space after a closing punctuation mark.
     */
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
