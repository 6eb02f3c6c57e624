package dev.pressroom.model.demo;

import dev.pressroom.model.demo.SiteKind.Persona;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the groups of people that a page can win. */
final class People {
    /** What is said about people of whom no more is known than that the page names them. */
    static final String ADDRESSED = "whom the page itself addresses";

    private People() {}

    /** Those of the kind by what the page has for them, the people that it names itself among the first. */
    static List<Persona> of(Portrait site) {
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

    /** The idea for an article that suits a group. */
    static String title(Portrait site, Persona persona, int index) {
        String thing =
                term(site, persona).or(() -> site.term(index)).map(Term::title).orElse(site.name());
        return persona.idea().replace("{term^}", thing);
    }

    private static boolean means(Persona person, String named) {
        String noun = named.substring(named.lastIndexOf(' ') + 1);
        return LimitedPattern.matches(person.who(), "(?i).*\\b\\Q" + noun + "\\E\\b.*")
                || person.words().contains(Lexicon.spaced(noun));
    }

    private static Persona named(Portrait site, String named) {
        String who = site.page().language().isEnglish() ? named : Spoken.quoted(named);
        return new Persona(
                who,
                ADDRESSED,
                "They look for a sign that somebody knows their situation, and leave when the text stays general.",
                List.of(),
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
