package dev.pressroom.model.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Counts words and phrases of up to three words that can be keywords. */
final class PhraseCounter {
    private static final int LONGEST_PHRASE = 3;
    private static final LimitedPattern BREAK = LimitedPattern.compile("[^\\p{L}\\p{N}'’&+\\s-]+|\\s[-–—]\\s");
    private static final LimitedPattern SPACE = LimitedPattern.compile("\\s+");
    private static final LimitedPattern EDGES = LimitedPattern.compile("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$");

    private final Map<String, Tally> tallies = new LinkedHashMap<>();
    private final Map<String, Word> words = new LinkedHashMap<>();
    private final SiteLexicon lexicon;
    private final Set<String> stop;
    private final Set<String> kindWords;
    private final String name;
    private final boolean english;
    private final boolean german;

    PhraseCounter(SitePage page, SiteLexicon lexicon) {
        this.lexicon = lexicon;
        this.stop = lexicon.stop()
                .getOrDefault(page.language().code(), lexicon.stop().get("en"));
        this.kindWords = lexicon.kinds().stream()
                .flatMap(kind -> kind.words().stream())
                .map(String::strip)
                .collect(Collectors.toSet());
        this.name = page.name().toLowerCase(Locale.ROOT);
        this.english = page.language().isEnglish();
        this.german = page.language().code().equals("de");
    }

    static final class Tally {
        private final Map<String, Integer> surfaces = new TreeMap<>();
        private final int length;
        private int count;
        private int inHeadings;
        private int capitals;
        private int smalls;
        private double weight;

        private Tally(int length) {
            this.length = length;
        }

        double score() {
            return weight * (1 + 0.7 * (length - 1));
        }

        PageWords.Counted counted() {
            String surface = surfaces.entrySet().stream()
                    .max(Map.Entry.<String, Integer>comparingByValue()
                            .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                    .orElseThrow()
                    .getKey();
            return new PageWords.Counted(surface, count, inHeadings, capitals > 0 && smalls == 0);
        }

        int length() {
            return length;
        }

        int count() {
            return count;
        }

        int inHeadings() {
            return inHeadings;
        }

        double weight() {
            return weight;
        }
    }

    /**
     * A word of the page, looked at once.
     *
     * @param plain it can be a part of a keyword
     * @param edge a phrase can end with it; in German, where nouns can be told, only a noun
     * @param alone it can be a keyword by itself
     */
    private record Word(String text, String low, String stem, String said, boolean plain, boolean edge, boolean alone) {
        private boolean isCapital() {
            return Character.isUpperCase(text.charAt(0));
        }
    }

    Map<String, Tally> tallies() {
        return tallies;
    }

    /** @param weight of each occurrence; below two, the text is made of sentences, whose capitals show names */
    void add(String text, double weight, boolean heading) {
        int before = 0;
        for (String segment : BREAK.split(text)) {
            List<Word> line = new ArrayList<>();
            for (String token : SPACE.split(segment.strip())) {
                line.add(words.computeIfAbsent(EDGES.matcher(token).replaceAll(""), this::word));
            }
            for (int from = 0; from < line.size(); from++) {
                for (int to = from + 1; to <= Math.min(line.size(), from + LONGEST_PHRASE); to++) {
                    count(line.subList(from, to), weight, heading, before + from > 0 && weight < 2);
                }
            }
            before += line.size();
        }
    }

    private void count(List<Word> phrase, double weight, boolean heading, boolean within) {
        if (!isPhrase(phrase)) {
            return;
        }
        boolean capitals = phrase.stream().allMatch(Word::isCapital);
        String surface = joined(phrase, english && !(within && capitals) ? Word::said : Word::text);
        Tally tally = tallies.computeIfAbsent(joined(phrase, Word::stem), key -> new Tally(phrase.size()));
        tally.surfaces.merge(surface, within ? 3 : 1, Integer::sum);
        tally.count++;
        tally.inHeadings += heading ? 1 : 0;
        tally.weight += weight;
        if (within && english) {
            tally.capitals += capitals ? 1 : 0;
            tally.smalls += capitals ? 0 : 1;
        }
    }

    /** A word of the name is a keyword when it is what people search for, such as "bakery". */
    private boolean isPhrase(List<Word> phrase) {
        if (!phrase.stream().allMatch(Word::plain)) {
            return false;
        }
        Word last = phrase.get(phrase.size() - 1);
        if (phrase.size() == 1) {
            return name.contains(last.low()) ? kindWords.contains(last.low()) : last.alone();
        }
        return phrase.stream().noneMatch(word -> lexicon.weak().contains(word.low()))
                && !lexicon.openers().contains(phrase.get(0).low())
                && phrase.get(0).low().length() > 2
                && last.edge()
                && !name.contains(joined(phrase, Word::low));
    }

    private Word word(String text) {
        String low = text.toLowerCase(Locale.ROOT);
        boolean plain = low.length() > 1
                && Character.isLetter(low.codePointAt(0))
                && low.indexOf('\'') < 0
                && low.indexOf('’') < 0
                && !stop.contains(low);
        boolean noun = !german || text.isEmpty() || Character.isUpperCase(text.codePointAt(0));
        boolean edge = low.length() > 2
                && noun
                && !lexicon.openers().contains(low)
                && !low.endsWith("ly")
                && !low.endsWith("ed");
        boolean alone = edge && low.length() > 3 && !lexicon.weak().contains(low);
        return new Word(text, low, stem(low), lexicon.names().lowered(text), plain, edge, alone);
    }

    private String stem(String low) {
        boolean plural = english && low.length() > 3 && low.endsWith("s") && !low.endsWith("ss") && !low.endsWith("us");
        return plural ? low.substring(0, low.length() - 1) : low;
    }

    private static String joined(List<Word> phrase, Function<Word, String> form) {
        return phrase.size() == 1
                ? form.apply(phrase.get(0))
                : phrase.stream().map(form).collect(Collectors.joining(" "));
    }
}
