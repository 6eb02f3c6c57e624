package dev.pressroom.model.demo;

import dev.pressroom.model.demo.SitePage.Heading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which words and phrases carry a page: counted without joining words, those in headings and title weigh more.
 *
 * @param ranked the best first, each as it stands on the page
 */
record PageWords(List<Counted> ranked) {
    private static final int MOST = 12;

    /**
     * @param inHeadings how many headings have it
     * @param isName a name of a place or a person, to judge by its capitals within sentences
     */
    record Counted(String text, int count, int inHeadings, boolean isName) {}

    static PageWords of(SitePage page, SiteLexicon lexicon) {
        Set<String> headings = page.headings().stream().map(Heading::text).collect(Collectors.toSet());
        PhraseCounter counter = new PhraseCounter(page, lexicon);
        headings.stream().sorted().forEach(text -> counter.add(text, text.endsWith("?") ? 1 : 3, !text.endsWith("?")));
        page.sentences().stream().filter(text -> !headings.contains(text)).forEach(text -> counter.add(text, 1, false));
        counter.add(page.title(), 2, false);
        for (String sentence : LimitedPattern.split(page.description(), "(?<=[.!?])\\s+")) {
            counter.add(sentence, 1.5, false);
        }
        return new PageWords(best(counter.tallies()));
    }

    List<String> texts() {
        return ranked.stream().map(Counted::text).toList();
    }

    /** Those that name a thing. */
    List<Counted> things() {
        return ranked.stream().filter(word -> !word.isName()).toList();
    }

    List<Counted> phrases() {
        return things().stream().filter(word -> word.text().contains(" ")).toList();
    }

    private static List<Counted> best(Map<String, PhraseCounter.Tally> tallies) {
        List<Map.Entry<String, PhraseCounter.Tally>> sorted = tallies.entrySet().stream()
                .filter(e -> isTelling(e.getValue()))
                .sorted(Comparator.comparingDouble(e -> -e.getValue().score()))
                .toList();
        List<Map.Entry<String, PhraseCounter.Tally>> chosen = new ArrayList<>();
        for (Map.Entry<String, PhraseCounter.Tally> candidate : sorted) {
            if (chosen.size() < MOST && chosen.stream().noneMatch(other -> covers(other, candidate))) {
                chosen.add(candidate);
            }
        }
        return chosen.stream().map(e -> e.getValue().counted()).toList();
    }

    private static boolean isTelling(PhraseCounter.Tally tally) {
        if (tally.length() == 1) {
            return tally.count() >= 3 || tally.count() == 2 && tally.weight() > 2;
        }
        return tally.inHeadings() > 0 || tally.count() >= 2 && tally.length() == 2;
    }

    /** A part of a phrase counts for itself only if it stands alone more often; a longer one only adds little. */
    private static boolean covers(
            Map.Entry<String, PhraseCounter.Tally> chosen, Map.Entry<String, PhraseCounter.Tally> candidate) {
        String one = " " + chosen.getKey() + " ";
        String other = " " + candidate.getKey() + " ";
        if (one.contains(other)) {
            return candidate.getValue().count() < 2 * chosen.getValue().count() + 2;
        }
        return other.contains(one)
                && (one.strip().contains(" ") || candidate.getValue().count() < 2);
    }
}
