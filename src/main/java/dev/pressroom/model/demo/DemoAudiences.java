package dev.pressroom.model.demo;

import dev.pressroom.model.demo.SiteKind.Persona;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Tells whom a page can win, one group at a time, those first whom it has most in mind. */
final class DemoAudiences {
    private static final int MOST_KEYWORDS = 5;

    private DemoAudiences() {}

    /** @param known audiences told before; the answer is another one */
    static JsonObject next(Portrait site, JsonArray known, int index) {
        List<Persona> ranked = ranked(site);
        Persona persona = ranked.stream()
                .filter(candidate -> known.stream().noneMatch(audience -> isAbout(audience, candidate)))
                .findFirst()
                .orElseGet(() -> ranked.get(Math.floorMod(index, ranked.size())));
        return describe(site, persona, Math.max(known.size(), Math.max(0, index)));
    }

    /** Those of the kind by what the page has for them, the people that it names itself among the first. */
    static List<Persona> ranked(Portrait site) {
        List<Persona> people = new ArrayList<>(site.kind().people());
        people.sort(Comparator.comparingDouble(person -> -site.evidence(person.words())));
        int place = 0;
        for (String named : site.addressees()) {
            Optional<Persona> meant =
                    people.stream().filter(person -> means(person, named)).findFirst();
            Persona first = meant.orElseGet(() -> named(site, named));
            people.remove(first);
            people.add(Math.min(place++, people.size()), first);
        }
        if (!site.kind().isGeneral()) {
            people.addAll(site.lexicon()
                    .kinds()
                    .get(site.lexicon().kinds().size() - 1)
                    .people());
        }
        return people;
    }

    /** The thing on the page that fits a group best. */
    static Optional<Term> term(Portrait site, Persona persona) {
        return site.termFor(persona.words());
    }

    static String title(Portrait site, Persona persona, int index) {
        String thing =
                term(site, persona).or(() -> site.term(index)).map(Term::title).orElse(site.name());
        return persona.idea().replace("{term^}", thing);
    }

    private static JsonObject describe(Portrait site, Persona persona, int index) {
        Optional<Term> meant = term(site, persona);
        List<String> keywords = keywords(site, persona, index);
        return new JsonObject()
                .put(
                        "targetSegment",
                        new JsonObject()
                                .put("demographics", demographics(site, persona))
                                .put("psychographics", persona.mind())
                                .put("searchBehavior", search(site, keywords)))
                .put(
                        "customerProblem",
                        "They " + persona.problem() + ". "
                                + meant.map(term -> "The page answers with " + term.said() + ".")
                                        .orElse("The page does not speak to this directly yet."))
                .put(
                        "businessValue",
                        new JsonObject()
                                .put("searchVolume", persona.volume())
                                .put("conversionPotential", potential(site, persona))
                                .put("priority", index + 1))
                .put("customerLanguage", new JsonArray(language(site, persona, index)))
                .put("conversionPath", path(site, meant.or(() -> site.term(index)), keywords))
                .put("seoKeywords", new JsonArray(keywords))
                .put("contentIdeas", ideas(site, persona, index));
    }

    private static String demographics(Portrait site, Persona persona) {
        return Grammar.capital(persona.who()) + ", " + persona.about()
                + site.place().map(place -> ", in or near " + place).orElse("") + ".";
    }

    private static String search(Portrait site, List<String> keywords) {
        String words = keywords.isEmpty()
                ? "the name"
                : keywords.stream()
                        .limit(2)
                        .map(Spoken::quoted)
                        .reduce((a, b) -> a + " or " + b)
                        .orElseThrow();
        return "They look for " + words + ", " + site.kind().search() + ".";
    }

    /** Without a way to act on the page, nobody is as near to a decision as they could be. */
    private static String potential(Portrait site, Persona persona) {
        boolean canAct = site.page().asks().stream().anyMatch(ask -> ask.kind() != Ask.Kind.READ);
        return canAct ? persona.ready() : persona.ready().equals("High") ? "Medium" : "Low";
    }

    private static List<String> language(Portrait site, Persona persona, int index) {
        List<String> questions = site.questions();
        Stream<String> fromPage = index < questions.size() ? Stream.of(questions.get(index)) : Stream.empty();
        return Stream.concat(fromPage, persona.says().stream()).distinct().toList();
    }

    private static String path(Portrait site, Optional<Term> term, List<String> keywords) {
        String start = keywords.isEmpty() ? "They hear the name" : "They search for " + Spoken.quoted(keywords.get(0));
        String middle = term.map(thing -> ", read about " + thing.said()).orElse(", look at the page");
        String end = site.asks().stream()
                .findFirst()
                .map(ask -> " and follow the invitation " + Spoken.quoted(ask.text()) + ".")
                .orElse(" and then have to find a way to get in touch: the page has no call to action.");
        return start + middle + end;
    }

    private static List<String> keywords(Portrait site, Persona persona, int index) {
        Set<String> keywords = new LinkedHashSet<>();
        Optional<Term> first = term(site, persona).or(() -> site.term(index));
        first.map(term -> searched(site, term)).ifPresent(keywords::add);
        if (site.page().language().isEnglish()) {
            first.map(term -> combined(searched(site, term), persona)).ifPresent(keywords::add);
        }
        IntStream.rangeClosed(1, 2)
                .mapToObj(step -> site.term(index + step))
                .flatMap(Optional::stream)
                .map(term -> searched(site, term))
                .forEach(keywords::add);
        site.place().ifPresent(place -> keywords.add(site.kind().label() + " " + place));
        site.words().texts().stream().limit(2).forEach(keywords::add);
        return keywords.stream().limit(MOST_KEYWORDS).toList();
    }

    private static String searched(Portrait site, Term term) {
        return site.page().language().isEnglish() ? term.text().toLowerCase(Locale.ROOT) : term.text();
    }

    private static String combined(String term, Persona persona) {
        boolean said =
                Stream.of(persona.suffix().split(" ")).anyMatch(word -> word.length() > 3 && term.contains(word));
        return said ? term : term + " " + persona.suffix();
    }

    private static JsonArray ideas(Portrait site, Persona persona, int index) {
        String thing = site.term(index + 1).map(Term::title).orElse(site.name());
        return new JsonArray()
                .add(idea(title(site, persona, index), persona.ready().equals("High") ? "commercial" : "informational"))
                .add(idea(persona.says().get(0), "informational"))
                .add(idea(thing + ": costs, time and first steps for " + persona.who(), "transactional"));
    }

    static JsonObject idea(String title, String intent) {
        return new JsonObject().put("title", Plain.cut(title, 140)).put("searchIntent", intent);
    }

    private static boolean means(Persona person, String named) {
        String noun = named.substring(named.lastIndexOf(' ') + 1);
        return person.who().matches("(?i).*\\b\\Q" + noun + "\\E\\b.*")
                || person.words().contains(Lexicon.spaced(noun));
    }

    private static boolean isAbout(Object audience, Persona candidate) {
        return audience instanceof JsonObject json
                && json.getValue("targetSegment") instanceof JsonObject segment
                && segment.getString("demographics", "").startsWith(Grammar.capital(candidate.who()));
    }

    private static Persona named(Portrait site, String named) {
        String who = site.page().language().isEnglish() ? named : Spoken.quoted(named);
        return new Persona(
                who,
                "whom the page itself addresses",
                "They look for a sign that somebody knows their situation, and leave when the text stays general.",
                List.of(Lexicon.spaced(named)),
                "have to find out from one page whether it fits their situation",
                "they can see that they are meant",
                List.of("Is this made for people like us?", "Who else in our situation has used it?"),
                "for " + named,
                "Medium",
                "High",
                "{term^} for " + who + ": what is different");
    }

    /** A persona by the beginning of {@code demographics}, wherever it comes from. */
    static Optional<Persona> byDemographics(String demographics, SiteLexicon lexicon) {
        return lexicon.kinds().stream()
                .flatMap(kind -> kind.people().stream())
                .filter(person -> demographics.startsWith(Grammar.capital(person.who()) + ", " + person.about()))
                .findFirst();
    }
}
