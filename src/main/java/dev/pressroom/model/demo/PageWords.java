package dev.pressroom.model.demo;

import dev.pressroom.model.demo.SitePage.Heading;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which words and phrases carry a page: counted without joining words, those in headings and title weigh more.
 *
 * @param ranked the best first, each as it stands on the page
 */
record PageWords(List<Counted> ranked) {
    private static final int LONGEST_PHRASE = 3;
    private static final int MOST = 12;

    /** @param inHeadings how many headings have it */
    record Counted(String text, int count, int inHeadings) {}

    private static final class Tally {
        private final Map<String, Integer> surfaces = new TreeMap<>();
        private final int length;
        private int count;
        private int inHeadings;
        private double weight;

        private Tally(int length) {
            this.length = length;
        }

        private double score() {
            return weight * (1 + 0.7 * (length - 1));
        }

        private Counted counted() {
            String surface = surfaces.entrySet().stream()
                    .max(Map.Entry.<String, Integer>comparingByValue()
                            .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                    .orElseThrow()
                    .getKey();
            return new Counted(surface, count, inHeadings);
        }
    }

    static PageWords of(SitePage page, SiteLexicon lexicon) {
        Map<String, Tally> tallies = new LinkedHashMap<>();
        Set<String> stop = lexicon.stop()
                .getOrDefault(page.language().code(), lexicon.stop().get("en"));
        Set<String> headings = page.headings().stream().map(Heading::text).collect(Collectors.toSet());
        Counter counter = new Counter(tallies, stop, lexicon, page);
        headings.stream().sorted().forEach(text -> counter.add(text, 3, true));
        page.sentences().stream().filter(text -> !headings.contains(text)).forEach(text -> counter.add(text, 1, false));
        counter.add(page.title(), 2, false);
        counter.add(page.description(), 1.5, false);
        return new PageWords(best(tallies));
    }

    /** How often a phrase of {@link #ranked} or another stands on the page, if it is known. */
    List<String> texts() {
        return ranked.stream().map(Counted::text).toList();
    }

    List<Counted> phrases() {
        return ranked.stream().filter(word -> word.text().contains(" ")).toList();
    }

    private static List<Counted> best(Map<String, Tally> tallies) {
        List<Map.Entry<String, Tally>> sorted = tallies.entrySet().stream()
                .filter(e -> isTelling(e.getValue()))
                .sorted(Comparator.comparingDouble(e -> -e.getValue().score()))
                .toList();
        List<Map.Entry<String, Tally>> chosen = new ArrayList<>();
        for (Map.Entry<String, Tally> candidate : sorted) {
            if (chosen.size() < MOST && chosen.stream().noneMatch(other -> covers(other, candidate))) {
                chosen.add(candidate);
            }
        }
        return chosen.stream().map(e -> e.getValue().counted()).toList();
    }

    private static boolean isTelling(Tally tally) {
        return tally.count >= 2 && (tally.length < 3 || tally.inHeadings > 0)
                || tally.inHeadings > 0 && tally.length > 1
                || tally.weight >= 2 && tally.count == 1;
    }

    /** A part of a phrase counts for itself only if it stands alone more often; a longer one only adds little. */
    private static boolean covers(Map.Entry<String, Tally> chosen, Map.Entry<String, Tally> candidate) {
        String one = " " + chosen.getKey() + " ";
        String other = " " + candidate.getKey() + " ";
        if (one.contains(other)) {
            return candidate.getValue().count < 2 * chosen.getValue().count + 2;
        }
        return other.contains(one) && (one.strip().contains(" ") || candidate.getValue().count < 2);
    }

    private record Counter(Map<String, Tally> tallies, Set<String> stop, SiteLexicon lexicon, SitePage page) {
        void add(String text, double weight, boolean heading) {
            for (String segment : text.split("[^\\p{L}\\p{N}'’&+\\s-]+|\\s[-–—]\\s")) {
                List<String> tokens = Arrays.stream(segment.strip().split("\\s+"))
                        .map(token -> token.replaceAll("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$", ""))
                        .toList();
                for (int from = 0; from < tokens.size(); from++) {
                    for (int to = from + 1; to <= Math.min(tokens.size(), from + LONGEST_PHRASE); to++) {
                        count(tokens.subList(from, to), weight, heading);
                    }
                }
            }
        }

        private void count(List<String> tokens, double weight, boolean heading) {
            if (!isPhrase(tokens)) {
                return;
            }
            String surface = surface(String.join(" ", tokens));
            String key = tokens.stream().map(this::stem).collect(Collectors.joining(" "));
            Tally tally = tallies.computeIfAbsent(key, k -> new Tally(tokens.size()));
            tally.surfaces.merge(surface, heading ? 1 : 2, Integer::sum);
            tally.count++;
            tally.inHeadings += heading ? 1 : 0;
            tally.weight += weight;
        }

        private boolean isPhrase(List<String> tokens) {
            List<String> low =
                    tokens.stream().map(token -> token.toLowerCase(Locale.ROOT)).toList();
            String first = low.get(0);
            String last = low.get(low.size() - 1);
            boolean letters = low.stream().allMatch(token -> token.length() > 1 && token.matches("\\p{L}.*"))
                    && first.length() > 2
                    && last.length() > 2;
            boolean joined = low.stream().anyMatch(token -> stop.contains(token) || token.matches(".*['’].*"));
            String phrase = String.join(" ", low);
            if (!letters || joined || page.name().toLowerCase(Locale.ROOT).contains(phrase)) {
                return letters && low.size() == 1 && !joined && isKindWord(phrase);
            }
            if (low.size() == 1) {
                return first.length() > 3
                        && !lexicon.weak().contains(first)
                        && !lexicon.openers().contains(first)
                        && !first.matches(".*(?:ly|ed)");
            }
            return low.stream().noneMatch(lexicon.weak()::contains)
                    && !lexicon.openers().contains(first)
                    && !lexicon.openers().contains(last)
                    && !last.matches(".*(?:ly|ed)");
        }

        /** A word that is also part of the name is a keyword when it is what people search for, such as "bakery". */
        private boolean isKindWord(String word) {
            return word.length() > 3
                    && lexicon.kinds().stream().anyMatch(kind -> kind.words().contains(" " + word + " "));
        }

        private String surface(String text) {
            return page.language().isEnglish() ? lexicon.names().lowered(text) : text;
        }

        private String stem(String token) {
            String low = token.toLowerCase(Locale.ROOT);
            boolean plural =
                    page.language().isEnglish() && low.length() > 3 && low.matches(".*[^s]s") && !low.endsWith("us");
            return plural ? low.replaceFirst("s$", "") : low;
        }
    }
}
