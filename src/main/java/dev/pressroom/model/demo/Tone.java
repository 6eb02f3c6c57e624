package dev.pressroom.model.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a text sounds, as far as it can be counted.
 *
 * @param length words in a sentence, on average
 * @param you how often the reader is spoken to
 * @param we how often the text speaks of those who wrote it
 */
record Tone(
        int sentences,
        int length,
        int you,
        int we,
        int exclamations,
        int contractions,
        Address address,
        Speaker speaker) {
    private static final LimitedPattern CONTRACTION = LimitedPattern.compile(
            "(?iU)\\b(?:\\p{L}+n['’]t|(?:it|that|there|here|let|what)['’]s|\\p{L}+['’](?:re|ve|ll|m))\\b");
    private static final LimitedPattern YOU = pattern("you|your|yours|yourself");
    private static final LimitedPattern WE = pattern("we|our|ours|us");
    private static final LimitedPattern I = pattern("i|my|mine|me|i'm|i’m");
    private static final Map<String, Forms> FORMS = Map.of(
            "de",
                    new Forms(
                            LimitedPattern.compile("(?U)(?<=\\p{L}[, ]{1,2})\\b(?:Sie|Ihnen|Ihre?[mnrs]?)\\b"),
                            pattern("du|dich|dir|deine?[mnrs]?|euch|eure?[mnrs]?"),
                            pattern("wir|uns|unsere?[mnrs]?|ich|meine?[mnrs]?")),
            "fr",
                    new Forms(
                            pattern("vous|votre|vos"),
                            pattern("tu|ton|ta|tes|toi"),
                            pattern("nous|notre|nos|je|mon|ma|mes")),
            "es",
                    new Forms(
                            pattern("usted|ustedes"),
                            pattern("tú|tu|tus|ti"),
                            pattern("nosotros|nuestr[ao]s?|yo|mis?")),
            "it",
                    new Forms(
                            pattern("suo|sua|lei"),
                            pattern("tu|tuo|tua|tuoi|ti"),
                            pattern("noi|nostr[aoie]|io|mi[oa]")),
            "nl", new Forms(pattern("u|uw"), pattern("je|jij|jou|jouw|jullie"), pattern("wij|we|ons|onze|ik|mijn")));
    private static final Forms UNKNOWN = new Forms(pattern("(?!)"), pattern("(?!)"), pattern("(?!)"));
    private static final int SHORT = 11;
    private static final int LONG = 18;

    /** How the reader is spoken to, where the language makes a difference. */
    enum Address {
        /** The language makes no difference. */
        SAME_FOR_ALL,
        NONE,
        FORMAL,
        FAMILIAR
    }

    private record Forms(LimitedPattern polite, LimitedPattern familiar, LimitedPattern own) {}

    /** As whom the writer appears. */
    enum Speaker {
        WE,
        I
    }

    static Tone of(SitePage page) {
        List<String> told = page.sentences().stream()
                .filter(s -> LimitedPattern.split(s, " ").length > 2 && LimitedPattern.matches(s, ".*[.!?…][”\"]?"))
                .toList();
        String text = String.join(" ", page.sentences());
        int words = told.stream().mapToInt(Draft::words).sum();
        boolean english = page.language().isEnglish();
        int ofSelf = told.stream()
                .filter(sentence -> !sentence.endsWith("?") && !sentence.startsWith("“") && !sentence.startsWith("\""))
                .mapToInt(sentence -> count(I, sentence))
                .sum();
        Forms forms = FORMS.getOrDefault(page.language().code(), UNKNOWN);
        int formal = english ? 0 : count(forms.polite(), text);
        int familiar = english ? 0 : count(forms.familiar(), text);
        return new Tone(
                told.size(),
                told.isEmpty() ? 0 : Math.round((float) words / told.size()),
                english ? count(YOU, text) : formal + familiar,
                english ? count(WE, text) + (ofSelf > count(WE, text) ? ofSelf : 0) : count(forms.own(), text),
                (int) text.chars().filter(c -> c == '!').count(),
                english ? count(CONTRACTION, text) : 0,
                english
                        ? Address.SAME_FOR_ALL
                        : formal + familiar == 0
                                ? Address.NONE
                                : formal >= familiar ? Address.FORMAL : Address.FAMILIAR,
                english && ofSelf > count(WE, text) ? Speaker.I : Speaker.WE);
    }

    /** Whether there is enough text to speak of a tone. */
    boolean isAudible() {
        return sentences >= 3;
    }

    boolean isInformal() {
        return address == Address.FAMILIAR || address == Address.SAME_FOR_ALL && contractions + exclamations >= 2;
    }

    /** For instance {@code Informal and direct}. */
    String character() {
        String manner =
                isInformal() ? "Informal" : length >= LONG || address == Address.FORMAL ? "Formal" : "Matter-of-fact";
        String turn = you > we ? "direct" : we > 0 ? "personal" : "reserved";
        return manner + " and " + turn;
    }

    String lengthWord() {
        return length <= SHORT ? "short" : length < LONG ? "medium-length" : "long";
    }

    /** A noun phrase without its first capital, such as {@code short sentences of nine words on average}. */
    String sentenceLength() {
        return lengthWord() + " sentences of " + Spoken.count(length, "word") + " on average";
    }

    /** Who is spoken of, as a clause. */
    String pronouns() {
        if (you == 0 && we == 0) {
            return "neither the reader nor the writer appears";
        }
        if (address == Address.NONE) {
            return "readers are not addressed";
        }
        if (address != Address.SAME_FOR_ALL) {
            return "readers are addressed in the " + (address == Address.FORMAL ? "polite" : "familiar") + " form, "
                    + Spoken.times(you);
        }
        String writer = speaker == Speaker.I ? "“I” or “my” " : "“we” or “our” ";
        return you == 0
                ? "“you” does not occur, " + writer + Spoken.times(we)
                : "“you” or “your” occurs " + Spoken.times(you) + ", " + writer + Spoken.times(we);
    }

    String exclaimed() {
        return exclamations == 0 ? "no exclamation marks" : Spoken.count(exclamations, "exclamation mark");
    }

    String brandVoice() {
        List<String> parts = new ArrayList<>();
        parts.add(sentenceLength());
        parts.add(pronouns());
        parts.add(exclaimed());
        return character() + ": " + String.join("; ", parts) + ".";
    }

    private static LimitedPattern pattern(String words) {
        return LimitedPattern.compile("(?iU)\\b(?:" + words + ")\\b");
    }

    private static int count(LimitedPattern pattern, String text) {
        return (int) pattern.matcher(text).results().count();
    }
}
