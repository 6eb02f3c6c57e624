package dev.pressroom.model.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A page and all that the demo model makes out about it.
 *
 * @param offers what it has on offer
 * @param addressees whom it says it is for
 * @param head the page's {@link SitePage#head}, as {@link Lexicon#spaced} makes it; {@code body} likewise
 */
record Portrait(
        SitePage page,
        SiteKind kind,
        PageWords words,
        List<Term> offers,
        List<String> addressees,
        Tone tone,
        SiteLexicon lexicon,
        String head,
        String body) {
    private static final LimitedPattern PRICE =
            LimitedPattern.compile("[€$£]\\s?\\d|\\d\\s?(?:€|EUR\\b|USD\\b|GBP\\b|CHF\\b)");
    private static final LimitedPattern POSTCODE = LimitedPattern.compile("(?U)\\b\\d{5} (\\p{Lu}\\p{L}{2,})");
    private static final LimitedPattern PLACE =
            LimitedPattern.compile("(?U)\\b(?:in|near) (\\p{Lu}\\p{L}{2,}(?: \\p{Lu}\\p{L}{2,})?)\\b");
    private static final LimitedPattern ASKED = LimitedPattern.compile(
            "(?i)^(?:and |but )?(?:what|how|when|where|which|who|why|can|could|do|does|did|is|are|will|would|should|may|must|am)\\b");
    private static final LimitedPattern RHETORICAL = LimitedPattern.compile(
            "(?iU)\\b(?:are you|do you (?:need|want|know|have|feel|like|dream|struggle)|(?:have|did) you|would you like|why not|ready to)\\b"
                    + "|(?<!\\p{L})(?:vous|sie|ihnen|usted|tu)(?!\\p{L})");
    private static final LimitedPattern LEADING_ON = LimitedPattern.compile(
            "(?i)^(?:ready|why not|are you (?:ready|tired|looking|struggling)|want|need|looking|tired|interested|curious"
                    + "|sounds? |got |still |any |(?:do you )?(?:have|got) (?:any |a |more )?questions?|would you like|bereit"
                    + "|interesse|noch fragen|haben sie fragen|neugierig)");
    private static final int ENOUGH_MARKS = 3;

    static Portrait of(SitePage page, SiteLexicon lexicon) {
        PageWords words = PageWords.of(page, lexicon);
        return new Portrait(
                page,
                kind(page, lexicon),
                words,
                Offers.of(page, words, lexicon),
                Addressees.of(page, lexicon),
                Tone.of(page),
                lexicon,
                Lexicon.spaced(page.head()),
                Lexicon.spaced(page.body()));
    }

    String name() {
        return page.name();
    }

    /** The first {@code most} offers as they are said, joined; empty when there is none. */
    String offered(int most) {
        return Spoken.list(offers.stream().limit(most).map(Term::said).toList());
    }

    /** The offer that has most to do with {@code marks}; none when no one has. */
    Optional<Term> termFor(List<String> marks) {
        return Stream.concat(
                        offers.stream(),
                        Offers.further(page, words, lexicon)
                                .filter(term -> term.text().contains(" ")))
                .filter(term -> hits(marks, Lexicon.spaced(term.text())) > 0)
                .findFirst();
    }

    /** An offer, or a keyword, by its place in the list; goes round. */
    Optional<Term> term(int index) {
        List<Term> all = offers.isEmpty() ? Offers.further(page, words, lexicon).toList() : offers;
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(index % all.size()));
    }

    /** How much on the page shows that it has {@code marks} in mind. */
    double evidence(List<String> marks) {
        return 2.0 * hits(marks, head) + hits(marks, body);
    }

    /** Questions that a customer would ask, and not those that the page puts to its readers. */
    List<String> questions() {
        return Stream.concat(askedInHeadings(), askedInText())
                .distinct()
                .limit(4)
                .toList();
    }

    /** A heading that asks is one of a list of questions, unless it leads readers on. */
    private Stream<String> askedInHeadings() {
        Stream<String> headings =
                page.headings().stream().filter(heading -> heading.level() > 1).map(SitePage.Heading::text);
        return Hostile.quotable(headings, 90)
                .filter(text -> text.endsWith("?") && text.indexOf(' ') > 0)
                .filter(text -> !LEADING_ON.matcher(text).find());
    }

    private Stream<String> askedInText() {
        Stream<String> all =
                Stream.concat(page.headings().stream().map(SitePage.Heading::text), page.sentences().stream());
        return Hostile.quotable(all, 90)
                .filter(text -> text.endsWith("?") && LimitedPattern.split(text, " ").length > 3)
                .filter(text -> !RHETORICAL.matcher(text).find())
                .filter(text ->
                        !page.language().isEnglish() || ASKED.matcher(text).find());
    }

    /** What is asked for, each kind once with its most frequent wording, the most frequent kind first, but what asks for little last. */
    List<Ask> asks() {
        Map<Ask.Kind, List<Ask>> kinds =
                page.asks().stream().collect(Collectors.groupingBy(Ask::kind, TreeMap::new, Collectors.toList()));
        return kinds.entrySet().stream()
                .sorted(Comparator.<Map.Entry<Ask.Kind, List<Ask>>>comparingInt(
                                e -> e.getKey().modesty())
                        .thenComparing(e -> -e.getValue().size()))
                .map(e -> mostFrequent(e.getValue()))
                .toList();
    }

    boolean namesPrices() {
        return PRICE.matcher(page.body()).find() || PRICE.matcher(page.head()).find();
    }

    boolean linksBlog() {
        return page.links().stream()
                .anyMatch(text -> LimitedPattern.matches(
                        text,
                        "(?iU).*\\b(blog|news|journal|articles?|magazine?|guides|aktuelles|ratgeber|stories)\\b.*"));
    }

    /** A place the page stands for, when it says so beyond doubt. */
    Optional<String> place() {
        Matcher code = POSTCODE.matcher(page.body());
        if (code.find()) {
            return Optional.of(code.group(1));
        }
        if (!page.language().isEnglish()) {
            return Optional.empty();
        }
        Matcher m = PLACE.matcher(page.title() + "\n" + page.description() + "\n"
                + page.mainHeading().orElse(""));
        return m.results()
                .map(found -> found.group(1))
                .filter(place -> page.body().contains(place))
                .filter(
                        place -> !LimitedPattern.matches(
                                place,
                                "(?i)(january|february|march|april|may|june|july|august|september|october|november|december|english|german|french|your|our|the|minutes|seconds|.*day)"))
                .findFirst();
    }

    private static Ask mostFrequent(List<Ask> asks) {
        return asks.stream()
                .collect(
                        Collectors.groupingBy(Function.identity(), java.util.LinkedHashMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    private static SiteKind kind(SitePage page, SiteLexicon lexicon) {
        String head = Lexicon.spaced(page.head());
        String body = Lexicon.spaced(page.body());
        SiteKind best = lexicon.kinds().get(lexicon.kinds().size() - 1);
        double most = ENOUGH_MARKS - 0.5;
        for (SiteKind kind : lexicon.kinds()) {
            double marks = 3.0 * hits(kind.words(), head) + weight(kind.words(), body);
            if (marks > most) {
                most = marks;
                best = kind;
            }
        }
        return best;
    }

    private static long hits(List<String> marks, String text) {
        return marks.stream().filter(text::contains).count();
    }

    private static double weight(List<String> marks, String text) {
        return marks.stream()
                .mapToDouble(mark -> Math.min(4, occurrences(mark, text)) * 0.5 + (text.contains(mark) ? 0.5 : 0))
                .sum();
    }

    private static int occurrences(String mark, String text) {
        int count = 0;
        for (int at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + mark.length() - 1)) {
            count++;
        }
        return count;
    }

    /** Everything that the texts about this page depend on. */
    String seed() {
        return name() + "\n" + page.host() + "\n" + String.join(" ", new ArrayList<>(words.texts()));
    }
}
