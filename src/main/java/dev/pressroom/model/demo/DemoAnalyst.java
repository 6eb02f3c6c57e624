package dev.pressroom.model.demo;

import dev.pressroom.model.demo.SiteKind.Persona;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Describes the business behind a page: what it is, what it offers, whom it speaks to and how it sounds. */
final class DemoAnalyst {
    private static final int MOST_KEYWORDS = 10;

    private final Portrait site;
    private final SitePage page;
    private final Lexicon.Entry field;
    private final List<Persona> people;

    DemoAnalyst(Portrait site, Lexicon.Entry field) {
        this.site = site;
        this.page = site.page();
        this.field = field;
        this.people = DemoAudiences.ranked(site);
    }

    JsonObject analysis() {
        return new JsonObject()
                .put("businessName", site.name())
                .put("businessType", Grammar.capital(site.kind().label()))
                .put("description", description())
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

    /** One or two sentences: what the site is, and whom it speaks to. */
    String opening(Dice dice) {
        String about = site.offers().isEmpty()
                ? dice.one(List.of(
                        site.name() + " shows little of itself on this page so far.",
                        "There is not much to read at " + site.name() + " yet."))
                : dice.one(List.of(
                                introduction() + " The page is about " + site.offered(3),
                                introduction() + " What it puts forward is " + site.offered(3),
                                introduction() + " Its subjects here are " + site.offered(3)))
                        + spokenTo() + ".";
        return about;
    }

    private String spokenTo() {
        String to = site.addressees().isEmpty() ? "" : ", and it says whom it is for: " + namedAudience();
        return to.isEmpty() ? ", above all for " + people.get(0).who() : to;
    }

    private String introduction() {
        String kind = site.kind().isGeneral()
                ? "an organization with a site of its own"
                : Grammar.an(site.kind().label());
        return site.name() + " is " + kind
                + site.place().map(place -> " in " + place).orElse("") + ".";
    }

    private String description() {
        List<String> said = new ArrayList<>();
        if (site.offers().isEmpty()) {
            said.add(site.name() + " " + site.kind().does() + ".");
            said.add("The page says little else.");
        } else {
            said.add(introduction());
            said.add("On offer: " + site.offered(4) + ".");
        }
        if (!site.addressees().isEmpty()) {
            said.add("The page speaks to " + namedAudience() + ".");
        }
        if (!page.language().isEnglish()) {
            said.add("The page is in " + page.language().name() + ".");
        }
        return String.join(" ", said);
    }

    private String namedAudience() {
        boolean english = page.language().isEnglish();
        return Spoken.list(site.addressees().stream()
                .map(who -> english ? who : Spoken.quoted(who))
                .toList());
    }

    private String targetAudience() {
        List<String> others = people.stream()
                .map(Persona::who)
                .filter(who -> site.addressees().stream().noneMatch(who::contains))
                .limit(2)
                .toList();
        if (!site.addressees().isEmpty()) {
            return Grammar.capital(namedAudience()) + " are named on the page; beyond them, " + Spoken.list(others)
                    + ".";
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
        return site.offers().isEmpty() ? "Not recognisable yet" : Grammar.capital(site.offered(5));
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
                + (words.isEmpty() ? "" : " The words for it on the page are " + Spoken.list(words) + ".");
    }

    private List<String> customerProblems() {
        Stream<String> told = people.stream()
                .limit(4)
                .map(person -> Grammar.capital(person.who()) + " " + person.problem()
                        + DemoAudiences.term(site, person)
                                .map(term -> "; " + Spoken.quoted(term.text()) + " speaks to that")
                                .orElse("")
                        + ".");
        return Stream.concat(told, pains().limit(2).map(Spoken::quoted)).toList();
    }

    /** What the page itself says of its customers' trouble. */
    private Stream<String> pains() {
        return Hostile.quotable(page.sentences().stream(), 100)
                .filter(text -> text.split(" ").length > 3)
                .filter(
                        text -> text.matches(
                                "(?iU).*\\b(?:tired of|no more|struggl\\w+|never again|frustrat\\w+|afraid|fear|worr\\w+|stress\\w*|"
                                        + "chasing|overwhelm\\w*|pain|waste[ds]?|missed|nie wieder|angst|schmerz\\w*|sorgen|endlich)\\b.*"))
                .filter(text -> !text.endsWith("?"));
    }

    private List<String> customerLanguage() {
        Set<String> said = new LinkedHashSet<>(site.questions());
        Hostile.quotable(page.sentences().stream(), 110)
                .filter(text -> text.matches("^[“\"„].*[”\"“].*"))
                .limit(2)
                .forEach(said::add);
        people.stream().limit(3).forEach(person -> said.add(person.says().get(0)));
        return said.stream().limit(7).toList();
    }

    private List<String> keywords() {
        return site.words().texts().stream().limit(MOST_KEYWORDS).toList();
    }

    private JsonArray contentIdeas() {
        Stream<JsonObject> asked =
                site.questions().stream().limit(2).map(question -> DemoAudiences.idea(question, "informational"));
        Stream<JsonObject> own = IntStream.range(0, Math.min(4, people.size()))
                .mapToObj(i -> DemoAudiences.idea(
                        DemoAudiences.title(site, people.get(i), i),
                        people.get(i).ready().equals("High") ? "commercial" : "informational"));
        Optional<JsonObject> local = site.place()
                .flatMap(place -> site.term(0)
                        .map(term -> DemoAudiences.idea(
                                term.title() + " in " + place + ": costs, time and first steps", "transactional")));
        return Stream.of(asked, own, local.stream())
                .flatMap(s -> s)
                .limit(6)
                .collect(Collectors.collectingAndThen(Collectors.toList(), JsonArray::new));
    }
}
