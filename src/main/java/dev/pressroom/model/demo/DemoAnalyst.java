package dev.pressroom.model.demo;

import dev.pressroom.model.demo.SiteKind.Persona;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Describes the business behind a page: what it is, what it offers, whom it speaks to and how it sounds. */
final class DemoAnalyst {
    /** Instead of a list of subjects. */
    static final String NO_FOCUS = "Not recognisable yet";

    private static final int MOST_KEYWORDS = 10;
    private static final LimitedPattern PAIN = LimitedPattern.compile(
            "(?i)\\b(?:tired of|no more|struggl\\w+|never again|frustrat\\w+|afraid|fear|worr\\w+|stress\\w*|"
                    + "chasing|overwhelm\\w*|painful)\\b");
    private static final LimitedPattern PAIN_IN_GERMAN =
            LimitedPattern.compile("(?iU)\\b(?:nie wieder|angst|schmerz\\w*|sorgen|endlich)\\b");

    private final Portrait site;
    private final SitePage page;
    private final Lexicon.Entry field;
    private final List<Persona> people;
    private final DemoIntroduction introduction;

    DemoAnalyst(Portrait site, Lexicon.Entry field) {
        this.site = site;
        this.page = site.page();
        this.field = field;
        this.people = People.of(site);
        this.introduction = new DemoIntroduction(site, people);
    }

    JsonObject analysis() {
        return new JsonObject()
                .put("businessName", site.name())
                .put("businessType", Grammar.capital(site.kind().label()))
                .put("description", introduction.description())
                .put("targetAudience", targetAudience())
                .put("decisionMakers", Grammar.capital(site.kind().deciders()) + ".")
                .put("endUsers", Grammar.capital(site.kind().users()) + ".")
                .put("brandVoice", brandVoice())
                .put("contentFocus", contentFocus())
                .put("businessModel", businessModel())
                .put("websiteGoals", websiteGoals())
                .put("blogStrategy", blogStrategy())
                .put("searchBehavior", searchBehavior())
                .put("customerProblems", new JsonArray(customerProblems()))
                .put("customerLanguage", new JsonArray(customerLanguage()))
                .put("keywords", new JsonArray(keywords()))
                .put("contentIdeas", contentIdeas());
    }

    private String targetAudience() {
        List<String> others = people.stream()
                .map(Persona::who)
                .filter(who -> site.addressees().stream().noneMatch(who::contains))
                .limit(2)
                .toList();
        if (!site.addressees().isEmpty()) {
            return Grammar.capital(introduction.namedAudience()) + " are named on the page; beyond them, "
                    + Spoken.list(others) + ".";
        }
        boolean shown = site.evidence(people.get(0).words()) > 0;
        return Grammar.capital(Spoken.list(others))
                + (shown ? ", to judge by what the page offers." : ", as a rule; the page itself does not say.");
    }

    private String brandVoice() {
        return site.tone().isAudible()
                ? site.tone().brandVoice()
                : "Hardly to be heard: the page has too few whole sentences to show one.";
    }

    private String contentFocus() {
        return site.offers().isEmpty() ? NO_FOCUS : Grammar.capital(site.offered(5));
    }

    private String businessModel() {
        String prices = site.namesPrices() ? "prices are named on the page" : "the page names no prices";
        boolean trial = site.page().asks().stream().anyMatch(ask -> ask.kind() == Ask.Kind.TRIAL);
        return site.kind().model() + "; " + prices + (trial ? ", and it can be tried first" : "") + ".";
    }

    private String websiteGoals() {
        List<Ask> asks = site.asks();
        if (asks.isEmpty()) {
            return "The page informs; it has no call to action that would show what visitors are to do next.";
        }
        List<String> goals = asks.stream()
                .limit(3)
                .map(ask -> ask.kind().phrase() + " (" + Spoken.quoted(ask.text()) + ")")
                .toList();
        return "Visitors are to " + Spoken.list(goals) + ".";
    }

    private String blogStrategy() {
        String place = field.phrases().getString("place");
        String begin = site.questions().isEmpty()
                ? "Collect the questions that come up at " + place + " and answer one in each article"
                : "Turn the questions on the page, such as "
                        + Spoken.quoted(site.questions().get(0)) + ", into articles of their own";
        String subjects = site.offers().isEmpty() ? "" : ", beginning with " + site.offered(2);
        String blog = site.linksBlog()
                ? "The page links to articles already; new ones belong beside them."
                : "The page links to no articles so far, so each one should lead back to " + goal() + ".";
        return begin + subjects + ". " + blog;
    }

    private String goal() {
        return site.asks().stream()
                .findFirst()
                .map(ask -> Spoken.quoted(ask.text()))
                .orElse("a way to get in touch");
    }

    private String searchBehavior() {
        List<String> words = keywords().stream().limit(3).map(Spoken::quoted).toList();
        return "People look for this " + site.kind().search() + "."
                + (words.isEmpty() || site.offers().isEmpty()
                        ? ""
                        : " The words for it on the page are " + Spoken.list(words) + ".");
    }

    private List<String> customerProblems() {
        Stream<String> told = people.stream()
                .limit(4)
                .map(person -> Grammar.capital(person.who()) + " " + person.problem()
                        + People.term(site, person)
                                .map(term -> "; " + Spoken.quoted(term.text()) + " speaks to that")
                                .orElse("")
                        + ".");
        return Stream.concat(told, pains().limit(2).map(Spoken::quoted)).toList();
    }

    /** What the page itself says of its customers' trouble. */
    private Stream<String> pains() {
        LimitedPattern pain = page.language().code().equals("de") ? PAIN_IN_GERMAN : PAIN;
        return page.language().isEnglish() || pain == PAIN_IN_GERMAN
                ? Hostile.quotable(page.sentences().stream(), 100)
                        .filter(text ->
                                LimitedPattern.split(text, " ").length > 3 && LimitedPattern.matches(text, ".*[.!?]"))
                        .filter(text ->
                                pain.matcher(text).find() && !site.questions().contains(text))
                : Stream.empty();
    }

    private List<String> customerLanguage() {
        Set<String> said = new LinkedHashSet<>(site.questions());
        Hostile.quotable(page.sentences().stream(), 110)
                .filter(text -> LimitedPattern.matches(text, "^[“\"„].*[”\"“].*"))
                .limit(2)
                .forEach(said::add);
        people.stream().limit(3).forEach(person -> said.add(person.says().get(0)));
        return said.stream().limit(7).toList();
    }

    private List<String> keywords() {
        Set<String> keywords = new LinkedHashSet<>();
        site.offers().stream()
                .limit(4)
                .map(term -> DemoAudiences.searched(site, term))
                .forEach(keywords::add);
        site.words().texts().stream()
                .filter(text -> keywords.stream().noneMatch(word -> isPart(text, word)))
                .forEach(keywords::add);
        if (keywords.isEmpty()) {
            keywords.add(site.name());
        }
        return keywords.stream().limit(MOST_KEYWORDS).toList();
    }

    /** A single word may be searched for besides the phrase that has it. */
    private static boolean isPart(String text, String phrase) {
        return text.equalsIgnoreCase(phrase)
                || (text.contains(" ") || text.endsWith("ing"))
                        && Lexicon.spaced(phrase).contains(Lexicon.spaced(text));
    }

    private JsonArray contentIdeas() {
        Stream<JsonObject> asked =
                site.questions().stream().limit(2).map(question -> DemoAudiences.idea(question, "informational"));
        Stream<JsonObject> own = IntStream.range(0, people.size())
                .filter(i ->
                        site.evidence(people.get(i).words()) > 0 || site.kind().isGeneral())
                .limit(3)
                .mapToObj(i -> DemoAudiences.idea(
                        People.title(site, people.get(i), i),
                        people.get(i).ready().equals("High") ? "commercial" : "informational"));
        String first = site.term(0).map(Term::title).orElse(site.name());
        String second = site.term(1).map(Term::title).orElse(site.name());
        Stream<JsonObject> further = Stream.of(
                DemoAudiences.idea(
                        first + site.place().map(place -> " in " + place).orElse("")
                                + ": time, costs and the first step",
                        "transactional"),
                DemoAudiences.idea(second + ": the questions that come up first", "informational"));
        return Stream.of(asked, own, further)
                .flatMap(s -> s)
                .distinct()
                .limit(6)
                .collect(Collectors.collectingAndThen(Collectors.toList(), JsonArray::new));
    }
}
