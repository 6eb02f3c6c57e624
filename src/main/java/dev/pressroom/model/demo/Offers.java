package dev.pressroom.model.demo;

import dev.pressroom.model.demo.SitePage.Heading;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/** Finds the things a page has on offer: in its headings, in what it lists, in the phrases that return. */
final class Offers {
    private static final int ENOUGH = 6;
    /** With fewer, the next source is looked at. */
    private static final int FEW = 3;

    private static final int MOST_WORDS = 5;
    private static final LimitedPattern LISTING = LimitedPattern.compile(
            "(?iU)\\b(?:we|and|also|shop) "
                    + "(?:offer|sell|make|provide|bake|build|stock|teach|repair|install|advise on|speciali[sz]e in|run|serve|roast|brew|rent)\\s+([^.!?;:()]{5,160})");
    private static final LimitedPattern COLON = LimitedPattern.compile("[:–—]\\s+([^.!?:;–—]{5,160})");
    private static final LimitedPattern CLAUSE =
            LimitedPattern.compile("(?iU)\\s+(?:every|each|in|on|at|for|with|from|to|that|which|who|by|since|near|"
                    + "daily|throughout|without|so|because|when|where|is|are|was|you|your|made|all|as|until|–|—)\\b.*");
    private static final LimitedPattern CIRCUMSTANCE =
            LimitedPattern.compile("(?U)\\s+(?:in|on|at|from|with|without|that|which|under|near|by) .*");
    private static final LimitedPattern FOR_WHOM = LimitedPattern.compile("(?U) (?:for|für|pour|para|per|voor) ");
    private static final LimitedPattern LEADING = LimitedPattern.compile(
            "(?iU)^(?:[\\d.)]+\\s+|(?:our|your|the|a|an|all kinds of|everything from|unsere?|die|der|das|nos|nuestr[ao]s)\\s+)+");
    private static final LimitedPattern SENTENCE = LimitedPattern.compile(
            "(?iU).*\\b(?:we|you|your|our|us|i|is|are|was|were|has|have|can|will|that|it|they|wir|sie|ihr|ihre|ihnen|uns|du|ist|sind|nous|vous|votre|say|says|makes?|ago)\\b.*");
    private static final LimitedPattern UNFIT =
            LimitedPattern.compile(".*[?!.:;,@/<>{}\\[\\]=“”\"€$£%].*|.*\\d{2,}.*\\d{2,}.*|\\P{L}*");

    private Offers() {}

    /** The most telling first; none twice. */
    static List<Term> of(SitePage page, PageWords words, SiteLexicon lexicon) {
        Stream<String> headings = page.headings().stream()
                .filter(heading -> heading.level() > 1 || LimitedPattern.split(heading.text(), " ").length <= 3)
                .map(Heading::text);
        Stream<String> listed = Stream.concat(
                enumerated(page.description()),
                Stream.concat(Stream.of(page.description()), page.sentences().stream())
                        .flatMap(Offers::listed));
        Stream<String> phrases = words.phrases().stream().map(PageWords.Counted::text);
        List<String> names = new ArrayList<>();
        for (Stream<String> source : List.of(headings, listed, phrases)) {
            if (names.size() < FEW) {
                source.map(text -> LEADING.matcher(text).replaceFirst("").strip())
                        .map(text -> CIRCUMSTANCE.matcher(text).replaceFirst(""))
                        .filter(text -> isThing(text, page, lexicon))
                        .forEach(text -> addNew(names, text));
            }
        }
        if (names.isEmpty()) {
            further(page, words, lexicon).map(Term::text).limit(3).forEach(names::add);
        }
        return names.stream().map(name -> term(name, page, lexicon)).toList();
    }

    /** Things that the page speaks of without offering them in so many words. */
    static Stream<Term> further(SitePage page, PageWords words, SiteLexicon lexicon) {
        return words.things().stream()
                .map(PageWords.Counted::text)
                .filter(text -> isThing(text, page, lexicon))
                .map(text -> term(text, page, lexicon));
    }

    static Term term(String text, SitePage page, SiteLexicon lexicon) {
        return new Term(
                text,
                said(text, page, lexicon),
                page.language().isEnglish() ? Grammar.capital(text) : Spoken.quoted(text));
    }

    private static Stream<String> listed(String sentence) {
        Matcher m = LISTING.matcher(sentence);
        return m.find() ? items(m.group(1)) : Stream.empty();
    }

    /** {@code Your practice in Kiel: prophylaxis, implants and braces}. */
    private static Stream<String> enumerated(String description) {
        Matcher m = COLON.matcher(description);
        if (!m.find()) {
            return Stream.empty();
        }
        List<String> items = items(m.group(1)).toList();
        return items.size() > 1 ? items.stream() : Stream.empty();
    }

    private static Stream<String> items(String list) {
        return Arrays.stream(LimitedPattern.split(list, ",\\s*(?:and\\s+)?|\\s+(?:and|und|et|y|e|en|&)\\s+"))
                .map(item -> CLAUSE.matcher(item).replaceFirst("").strip())
                .filter(item -> LimitedPattern.split(item, " ").length <= 4);
    }

    private static boolean isThing(String text, SitePage page, SiteLexicon lexicon) {
        String low = text.toLowerCase(Locale.ROOT);
        String[] tokens = LimitedPattern.split(low, "[\\s]+");
        return text.length() > 2
                && text.length() <= 50
                && tokens.length <= MOST_WORDS
                && !UNFIT.matcher(text).matches()
                && !SENTENCE.matcher(text).matches()
                && !lexicon.furniture().contains(low)
                && !lexicon.openers().contains(tokens[0])
                && (!lexicon.persons().contains(tokens[tokens.length - 1])
                        || FOR_WHOM.matcher(low).find())
                && !(tokens.length == 1 && lexicon.weak().contains(low))
                && !page.name().toLowerCase(Locale.ROOT).contains(low)
                && !low.contains(page.name().toLowerCase(Locale.ROOT))
                && Arrays.stream(tokens).anyMatch(token -> !lexicon.weak().contains(token) && token.length() > 3);
    }

    private static void addNew(List<String> names, String text) {
        String bare = key(text);
        boolean known = names.stream().map(Offers::key).anyMatch(name -> name.contains(bare) || bare.contains(name));
        if (!known && names.size() < ENOUGH) {
            names.add(text);
        }
    }

    private static String key(String text) {
        return " " + LimitedPattern.replaceAll(text.toLowerCase(Locale.ROOT), "s\\b", "") + " ";
    }

    /** In quotation marks unless it is sure to be an ordinary English noun. */
    private static String said(String text, SitePage page, SiteLexicon lexicon) {
        String lowered = lexicon.names().lowered(text);
        String head = FOR_WHOM.split(lowered)[0];
        String last = head.substring(head.lastIndexOf(' ') + 1).toLowerCase(Locale.ROOT);
        boolean plain = page.language().isEnglish()
                && !LimitedPattern.matches(lowered, ".*[\\d&+].*")
                && (LimitedPattern.split(text, " ").length == 1
                        || isSentenceCase(text)
                        || page.body().contains(lowered));
        if (plain && lexicon.countable().contains(last)) {
            return Grammar.an(lowered);
        }
        boolean noun = last.endsWith("ing") || lexicon.mass().contains(last) || Grammar.isPlural(last);
        return plain && noun ? lowered : Spoken.quoted(text);
    }

    private static boolean isSentenceCase(String text) {
        return text.substring(1).equals(text.substring(1).toLowerCase(Locale.ROOT));
    }
}
