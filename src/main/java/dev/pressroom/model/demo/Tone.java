package dev.pressroom.model.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How a text sounds, as far as it can be counted.
 *
 * @param length words in a sentence, on average
 * @param you how often the reader is spoken to
 * @param we how often the text speaks of those who wrote it
 */
record Tone(int sentences, int length, int you, int we, int exclamations, int contractions, Address address) {
    private static final Pattern CONTRACTION = Pattern.compile(
            "(?iU)\\b(?:\\p{L}+n['’]t|(?:it|that|there|here|let|what)['’]s|\\p{L}+['’](?:re|ve|ll|m))\\b");
    private static final Pattern YOU = Pattern.compile("(?iU)\\b(?:you|your|yours|yourself)\\b");
    private static final Pattern WE = Pattern.compile("(?iU)\\b(?:we|our|ours|us)\\b");
    private static final Pattern FORMAL = Pattern.compile(
            "(?U)(?<=\\p{L}[, ]{1,2})\\b(?:Sie|Ihnen|Ihre?[mnrs]?)\\b|(?iU)\\b(?:vous|votre|vos|usted|ustedes|lei|u|uw)\\b");
    private static final Pattern FAMILIAR =
            Pattern.compile("(?iU)\\b(?:du|dich|dir|deine?[mnrs]?|euch|tu|te|tes|toi|tú|tus|jij|jouw)\\b");
    private static final Pattern OURS = Pattern.compile(
            "(?iU)\\b(?:wir|uns|unsere?[mnrs]?|nous|notre|nos|nosotros|nuestr[ao]s?|noi|nostr[aoie]|wij|ons|onze)\\b");
    private static final int SHORT = 11;
    private static final int LONG = 18;

    /** How the reader is spoken to, where the language makes a difference. */
    enum Address {
        SAME_FOR_ALL,
        FORMAL,
        FAMILIAR
    }

    static Tone of(SitePage page) {
        List<String> told = page.sentences().stream()
                .filter(s -> s.split(" ").length > 2 && s.matches(".*[.!?…][”\"]?"))
                .toList();
        String text = String.join(" ", page.sentences());
        int words = told.stream().mapToInt(Draft::words).sum();
        boolean english = page.language().isEnglish();
        int formal = count(FORMAL, text);
        int familiar = count(FAMILIAR, text);
        return new Tone(
                told.size(),
                told.isEmpty() ? 0 : Math.round((float) words / told.size()),
                english ? count(YOU, text) : formal + familiar,
                count(english ? WE : OURS, text),
                (int) text.chars().filter(c -> c == '!').count(),
                english ? count(CONTRACTION, text) : 0,
                english || formal + familiar == 0
                        ? Address.SAME_FOR_ALL
                        : formal >= familiar ? Address.FORMAL : Address.FAMILIAR);
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
        if (address != Address.SAME_FOR_ALL) {
            return "readers are addressed in the " + (address == Address.FORMAL ? "polite" : "familiar") + " form, "
                    + Spoken.times(you);
        }
        return "“you” and its forms " + (you == 0 ? "never occur" : "occur " + Spoken.times(you))
                + ", “we” and its forms " + Spoken.times(we);
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

    private static int count(Pattern pattern, String text) {
        return (int) pattern.matcher(text).results().count();
    }
}
