package dev.pressroom.model.demo;

import dev.pressroom.model.demo.SiteKind.Persona;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
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
        List<Persona> ranked = People.of(site);
        Persona persona = ranked.stream()
                .filter(candidate -> known.stream().noneMatch(audience -> isAbout(audience, candidate)))
                .findFirst()
                .orElseGet(() -> ranked.get(Math.floorMod(index, ranked.size())));
        return describe(site, persona, Math.max(known.size(), Math.max(0, index)));
    }

    private static JsonObject describe(Portrait site, Persona persona, int index) {
        Optional<Term> meant = People.term(site, persona);
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
                                        .orElse(unanswered(site, persona)))
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

    private static String unanswered(Portrait site, Persona persona) {
        if (persona.about().equals(People.ADDRESSED)) {
            return "The page addresses them by name.";
        }
        return site.evidence(persona.words()) > 0
                ? "The page touches on this only in passing."
                : "The page does not speak to this yet.";
    }

    private static String demographics(Portrait site, Persona persona) {
        return Grammar.capital(persona.who()) + ", " + persona.about()
                + site.place().map(place -> ", in or near " + place).orElse("") + ".";
    }

    private static String search(Portrait site, List<String> keywords) {
        if (site.offers().isEmpty()) {
            return "They look for the name if they know it, and otherwise ask a plain question.";
        }
        String words = keywords.stream()
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
        String start = site.offers().isEmpty()
                ? "They hear the name, look at the page"
                : "They search for " + Spoken.quoted(searched(keywords)) + ", land on "
                        + term.map(thing -> "what the page says about " + thing.said())
                                .orElse("the page");
        String end = site.asks().stream()
                .findFirst()
                .map(ask -> " and follow the invitation " + Spoken.quoted(ask.text()) + ".")
                .orElse(" and then have to find a way to get in touch: the page has no call to action.");
        return start + end;
    }

    /** The more precise of the first two, where they are about the same. */
    private static String searched(List<String> keywords) {
        boolean same = keywords.size() > 1 && keywords.get(1).startsWith(keywords.get(0));
        return keywords.get(same ? 1 : 0);
    }

    private static List<String> keywords(Portrait site, Persona persona, int index) {
        Set<String> keywords = new LinkedHashSet<>();
        Optional<Term> first = People.term(site, persona).or(() -> site.term(index));
        first.map(term -> searched(site, term)).ifPresent(keywords::add);
        if (site.page().language().isEnglish()) {
            first.map(term -> combined(searched(site, term), persona)).ifPresent(keywords::add);
        }
        IntStream.rangeClosed(1, 2)
                .mapToObj(step -> site.term(index + step))
                .flatMap(Optional::stream)
                .map(term -> searched(site, term))
                .forEach(keywords::add);
        if (LimitedPattern.split(site.kind().label(), " ").length < 3) {
            site.place().ifPresent(place -> keywords.add(site.kind().label() + " " + place));
        }
        site.words().things().stream().limit(2).map(PageWords.Counted::text).forEach(keywords::add);
        if (keywords.isEmpty()) {
            keywords.add(site.name());
        }
        return keywords.stream().limit(MOST_KEYWORDS).toList();
    }

    static String searched(Portrait site, Term term) {
        return site.page().language().isEnglish() ? term.text().toLowerCase(Locale.ROOT) : term.text();
    }

    private static String combined(String term, Persona persona) {
        boolean said = Stream.of(LimitedPattern.split(persona.suffix(), " "))
                .anyMatch(word -> word.length() > 3 && term.contains(word.substring(0, 4)));
        return said ? term : term + " " + persona.suffix();
    }

    private static JsonArray ideas(Portrait site, Persona persona, int index) {
        Optional<Term> meant = People.term(site, persona).or(() -> site.term(index));
        String thing = IntStream.range(1, 4)
                .mapToObj(step -> site.term(index + step))
                .flatMap(Optional::stream)
                .filter(term -> !meant.equals(Optional.of(term)))
                .findFirst()
                .map(Term::title)
                .orElse(site.name());
        return new JsonArray()
                .add(idea(
                        People.title(site, persona, index),
                        persona.ready().equals("High") ? "commercial" : "informational"))
                .add(idea(persona.says().get(0), "informational"))
                .add(idea(thing + ": a first step for " + persona.who(), "transactional"));
    }

    static JsonObject idea(String title, String intent) {
        return new JsonObject().put("title", Plain.cut(title, 140)).put("searchIntent", intent);
    }

    private static boolean isAbout(Object audience, Persona candidate) {
        return audience instanceof JsonObject json
                && json.getValue("targetSegment") instanceof JsonObject segment
                && segment.getString("demographics", "").startsWith(Grammar.capital(candidate.who()) + ",");
    }
}
