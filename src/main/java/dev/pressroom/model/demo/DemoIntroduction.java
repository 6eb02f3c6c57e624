package dev.pressroom.model.demo;

import dev.pressroom.model.demo.SiteKind.Persona;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Introduces a business by what its page says. */
final class DemoIntroduction {
    private final Portrait site;
    private final SitePage page;
    private final List<Persona> people;

    /** @param people by their importance */
    DemoIntroduction(Portrait site, List<Persona> people) {
        this.site = site;
        this.page = site.page();
        this.people = people;
    }

    /** One or two sentences: what the site is, and whom it speaks to. */
    String opening(Dice dice) {
        return site.offers().isEmpty()
                ? dice.one(List.of(
                        site.name() + " shows little of itself on this page so far.",
                        "There is not much to read at " + site.name() + " yet."))
                : dice.one(List.of(
                                introduction() + " The page is about " + site.offered(3),
                                introduction() + " What it puts forward is " + site.offered(3),
                                introduction() + " Its subjects here are " + site.offered(3)))
                        + spokenTo() + ".";
    }

    private String spokenTo() {
        String to = site.addressees().isEmpty() ? "" : ", and it says for whom: " + namedAudience();
        return to.isEmpty() ? ", above all for " + people.get(0).who() : to;
    }

    private String introduction() {
        String label = site.kind().label();
        if (site.tone().speaker() == Tone.Speaker.I
                || Lexicon.spaced(site.name()).contains(Lexicon.spaced(label.substring(label.lastIndexOf(' ') + 1)))) {
            return site.name() + " " + site.kind().does()
                    + site.place().map(place -> " in " + place).orElse("") + ".";
        }
        String kind = site.kind().isGeneral()
                ? "an organization with a site of its own"
                : Grammar.an(site.kind().label());
        return site.name() + " is " + kind
                + site.place().map(place -> " in " + place).orElse("") + ".";
    }

    /** The business in a few sentences, the first of which can stand alone. */
    String description() {
        List<String> said = new ArrayList<>();
        if (site.offers().isEmpty()) {
            said.add(
                    site.kind().isGeneral()
                            ? "The page gives the name " + site.name() + " and says little else."
                            : "To judge by its name, " + site.name() + " is "
                                    + Grammar.an(site.kind().label()) + "; the page itself says little.");
        } else {
            said.add(introduction());
            boolean things = site.offers().stream().anyMatch(term -> term.text().contains(" "));
            said.add((things ? "On offer: " : "The page is about ") + site.offered(4) + ".");
            ownWords().ifPresent(said::add);
        }
        if (!site.addressees().isEmpty()) {
            said.add("The page speaks to " + namedAudience() + ".");
        }
        if (!page.language().isEnglish()) {
            said.add("The page is in " + page.language().name() + ".");
        }
        return String.join(" ", said);
    }

    /** The beginning of the meta description, where it is a sentence that can be quoted. */
    private Optional<String> ownWords() {
        String first = LimitedPattern.split(page.description(), "(?<=[.!?])\\s+")[0];
        return Hostile.quotable(Stream.of(first), 140)
                .filter(text -> LimitedPattern.split(text, " ").length > 3)
                .findFirst()
                .map(text -> "In the words of the page: "
                        + Spoken.quoted(LimitedPattern.replaceFirst(text, "[.!]$", "")) + ".");
    }

    /** Whom the page says it is for, joined; empty when it does not say. */
    String namedAudience() {
        boolean english = page.language().isEnglish();
        return Spoken.list(site.addressees().stream()
                .map(who -> english ? who : Spoken.quoted(who))
                .toList());
    }
}
