package dev.pressroom.model.demo;

import dev.pressroom.model.demo.SiteKind.Persona;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What stands out on a page: each card has something that was counted on it, and what follows from that. */
final class DemoInsights {
    private static final int SHORT_DESCRIPTION = 70;
    private static final int LONG_DESCRIPTION = 160;
    private static final int LONG_TITLE = 65;

    private final Portrait site;
    private final SitePage page;

    DemoInsights(Portrait site) {
        this.site = site;
        this.page = site.page();
    }

    JsonObject cards() {
        return Stream.of(positioning(), audience(), voice(), search(), calls(), gap())
                .flatMap(Optional::stream)
                .collect(Collectors.collectingAndThen(
                        Collectors.toList(), cards -> new JsonObject().put("cards", new JsonArray(cards))));
    }

    private Optional<JsonObject> positioning() {
        int headings = page.headings().size();
        String counted = page.words() + headings == 0
                ? "The page has neither headings nor text."
                : "The page has " + Spoken.count(headings, "heading") + " and " + Spoken.count(page.words(), "word")
                        + " of text.";
        Optional<String> main = page.mainHeading().filter(text -> text.length() <= 100);
        String first = main.map(text -> " Its main heading is " + Spoken.quoted(text) + ".")
                .orElse(headings == 0 ? "" : " It has no main heading of its own.");
        if (site.offers().isEmpty()) {
            return card(
                    "Positioning",
                    "A name, and not yet an offer",
                    counted + first,
                    "Say in one sentence at the top what " + site.name() + " does, and for whom.");
        }
        boolean named = main.map(text -> mentionsOffer(text)).orElse(false);
        return card(
                "Positioning",
                named ? "The offer is in the main heading" : "The offer comes after the main heading",
                counted + first + " On offer: " + site.offered(3) + ".",
                named
                        ? "Keep it that plain, and say in the line below it what is different here."
                        : "Name " + site.offers().get(0).said() + " in the main heading; it is what people look for.");
    }

    /** By one of its own words, or by one that everybody would search for. */
    private boolean mentionsOffer(String heading) {
        String text = Lexicon.spaced(heading);
        Stream<String> own = site.offers().stream()
                .flatMap(term -> Stream.of(LimitedPattern.split(term.text(), " ")))
                .filter(word -> word.length() > 3);
        return Stream.concat(own.map(Lexicon::spaced), site.kind().words().stream())
                .anyMatch(text::contains);
    }

    private Optional<JsonObject> audience() {
        List<Persona> people = People.of(site);
        Persona first = people.get(0);
        if (site.addressees().isEmpty()) {
            return page.words() < 20
                    ? Optional.empty()
                    : card(
                            "Audience",
                            "Nobody is named",
                            "In " + Spoken.count(page.words(), "word")
                                    + ", the page does not once say in so many words whom it is for. What it offers suggests "
                                    + first.who() + " and " + people.get(1).who() + ".",
                            "Put the people into a heading: a line that begins with “For " + first.who()
                                    + "” is found and understood.");
        }
        String named =
                Spoken.list(site.addressees().stream().map(Spoken::quoted).toList());
        return card(
                "Audience",
                "It says whom it is for",
                "The page names " + named + ". Such visitors " + first.problem() + ".",
                "Give " + (site.addressees().size() == 1 ? "them" : "each of them")
                        + " a section of their own, with a question they would ask themselves.");
    }

    private Optional<JsonObject> voice() {
        Tone tone = site.tone();
        if (!tone.isAudible()) {
            return Optional.empty();
        }
        String body = Grammar.capital(Spoken.count(tone.sentences(), "whole sentence")) + ", " + tone.length()
                + " words each on average; " + tone.pronouns() + "; " + tone.exclaimed() + ".";
        String advice = tone.length() >= 18
                ? "Cut the longest sentence on the page in two; the next reader is on a phone."
                : tone.we() > tone.you() + 2
                        ? "Turn every second sentence about yourselves into what it means for the reader."
                        : tone.exclamations() > 3
                                ? "Keep one exclamation mark and let the facts do the rest."
                                : "Write articles in the same voice, so that visitors recognise it when they arrive.";
        return card("Voice", tone.character(), body, advice);
    }

    private Optional<JsonObject> search() {
        String title = page.title().isEmpty()
                ? "The page has no title"
                : "The title has " + page.title().length() + " characters";
        int length = page.description().length();
        String description = length == 0
                ? ", and there is no meta description"
                : page.title().isEmpty()
                        ? ", and the meta description has " + Spoken.count(length, "character")
                        : ", the meta description " + length;
        String top = site.words().things().stream()
                .findFirst()
                .filter(word -> word.count() > 1)
                .map(word -> " The strongest keyword, " + Spoken.quoted(word.text()) + ", was counted "
                        + Spoken.times(word.count()) + ", "
                        + (word.inHeadings() == 0 ? "but in no heading." : "headings included."))
                .orElse("");
        return card("Search", searchHeading(length), title + description + "." + top, searchAdvice(length));
    }

    private String searchHeading(int length) {
        return length == 0
                ? "The meta description is missing"
                : length < SHORT_DESCRIPTION
                        ? "The meta description leaves room"
                        : length > LONG_DESCRIPTION
                                ? "The meta description is too long to be shown"
                                : "Search results show a full description";
    }

    private String searchAdvice(int length) {
        String terms = site.words().things().stream()
                .map(PageWords.Counted::text)
                .limit(2)
                .map(Spoken::quoted)
                .reduce((a, b) -> a + " and " + b)
                .orElse("the offer");
        if (length == 0) {
            return "Write a meta description of 120 to 160 characters that contains " + terms + ".";
        }
        if (length < SHORT_DESCRIPTION) {
            return "Use the free " + (LONG_DESCRIPTION - length) + " characters for " + terms
                    + " and a reason to click.";
        }
        if (length > LONG_DESCRIPTION) {
            return "Bring the meta description below " + LONG_DESCRIPTION + " characters, with " + terms
                    + " at its beginning.";
        }
        return page.title().length() > LONG_TITLE
                ? "Shorten the title to about 60 characters, so that it is shown whole."
                : "Repeat " + terms + " in a heading where that is natural, and give each a page of its own in time.";
    }

    private Optional<JsonObject> calls() {
        List<Ask> asks = site.asks();
        int count = page.asks().size();
        if (asks.isEmpty()) {
            return card(
                    "Calls to action",
                    "Nothing is asked of visitors",
                    "No call to action was found on the page.",
                    "Add one, and only one at first: it should say what happens next.");
        }
        Ask first = asks.get(0);
        long same =
                page.asks().stream().filter(ask -> ask.kind() == first.kind()).count();

        String body = Grammar.capital(Spoken.count(count, "call")) + " to action " + (count == 1 ? "was" : "were")
                + " found. "
                + (count == 1
                        ? "It asks visitors to " + first.kind().phrase() + ": " + Spoken.quoted(first.text()) + "."
                        : Grammar.capital(
                                        same == count
                                                ? "all of them"
                                                : Spoken.count((int) same, "of them")
                                                        .replace("of thems", "of them"))
                                + " " + (same == 1 ? "asks" : "ask") + " visitors to "
                                + first.kind().phrase() + (same == 1 ? ": " : ", with words such as ")
                                + Spoken.quoted(first.text()) + ".");
        return card(
                "Calls to action",
                asks.size() > 3
                        ? "Many invitations at once"
                        : count == 1
                                ? "One clear invitation"
                                : "The main invitation is to " + first.kind().phrase(),
                body,
                asks.size() > 3
                        ? "Decide which of the " + Grammar.number(asks.size())
                                + " different requests matters most, and let the others step back."
                        : "Repeat " + Spoken.quoted(first.text())
                                + " at the end of each article. To see whether it works, count "
                                + first.kind().measure() + ".");
    }

    /** What somebody would look for on such a page and not find. */
    private Optional<JsonObject> gap() {
        int questions = site.questions().size();
        Optional<Persona> forgotten = site.kind().people().stream()
                .filter(person -> site.evidence(person.words()) == 0)
                .findFirst();
        String asked = questions == 0
                ? "The page answers no question in the words of a customer"
                : "The page takes up " + Spoken.count(questions, "question");
        String prices = site.namesPrices() ? "; prices are named" : "; no price is named";
        String blog = site.linksBlog() ? ", and articles are linked." : ", and no articles are linked.";
        if (forgotten.isPresent()) {
            Persona person = forgotten.get();
            return card(
                    "Content gap",
                    "Nothing yet for " + person.who(),
                    asked + prices + blog + " Nothing on it speaks to " + person.who() + ", who " + person.problem()
                            + ".",
                    "Begin with an article that answers “" + person.says().get(0) + "”");
        }
        String next = People.of(site).get(0).says().get(1);
        return card(
                "Content gap",
                questions == 0 ? "Questions are missing" : "There is more to answer",
                asked + prices + blog,
                "Take one question a week that is really asked; “" + next + "” would be a good first one.");
    }

    private static Optional<JsonObject> card(String category, String heading, String body, String takeaway) {
        return Optional.of(new JsonObject()
                .put("category", category)
                .put("heading", heading)
                .put("body", body)
                .put("takeaway", takeaway));
    }
}
