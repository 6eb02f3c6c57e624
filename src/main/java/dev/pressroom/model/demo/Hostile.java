package dev.pressroom.model.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Reads the sentences of a stranger's text, and leaves out those that are meant for a language model. */
final class Hostile {
    private static final LimitedPattern SENTENCE_END =
            LimitedPattern.compile("(?<=[.!?…]|[.!?][”\"»])\\s+(?=[\\p{Lu}\\p{N}“„\"«¿¡])");
    private static final LimitedPattern ORDER = LimitedPattern.compile("(?iU)"
            + "\\b(?:ignor\\p{L}*|disregard|forget|override|bypass|vergiss|vergessen|oublie\\p{L}*|olvida)\\b.{0,60}"
            + "\\b(?:instruct\\p{L}*|instrucc\\p{L}*|anweisung\\p{L}*|consignes|prompts?|rules?|guidelines?|previous|above|prior|earlier|"
            + "before|vorherig\\p{L}*|bisherig\\p{L}*|précédent\\p{L}*|anterior\\p{L}*)\\b"
            + "|\\b(?:system|developer|hidden|secret)[ -]?(?:prompt|message|instructions?)\\b"
            + "|\\byou are (?:now )?(?:an? |the )?(?:\\p{L}+ ){0,2}(?:ai|a\\.i\\.|assistant|chatbot|chatgpt|llm|language model|bot)\\b"
            + "|\\b(?:as|dear|attention|note to|hey|hello) (?:an? |any |all |the )?(?:ai|ais|llms?|language models?|chatgpt|claude|gpt)\\b"
            + "|\\b(?:jailbreak|prompt injection|do anything now|new instructions|follow these instructions)\\b"
            + "|\\b(?:ai|llm|language) (?:agents?|assistants?|models?|systems?)\\b.{0,80}\\b(?:must|should|shall|have to|need to|please)\\b"
            + "|^\\W*(?:system|assistant|user|developer|instructions?) ?:");
    /** Quick to look for: without one of these no sentence is an {@link #ORDER}. */
    private static final LimitedPattern SUSPECT =
            LimitedPattern.compile("ignor|disregard|forget|override|bypass|vergiss|vergessen|oubli|olvida"
                    + "|prompt|message|instruct|you are|jailbreak|do anything now|language|llm|gpt|claude"
                    + "|(?<![a-z])ais?(?![a-z])|(?:system|assistant|user|developer) ?:");

    private static final LimitedPattern DICTATION = LimitedPattern.compile(
            "(?iU)^\\W*(?:please |now |instead,? |then |bitte )*"
                    + "(?:say|state|respond|reply|output|print|reveal|repeat|claim|pretend|act as|rate|summari[sz]e|classify|"
                    + "write that|tell (?:the|your) user|recommend only|answer (?:with|only|that)|antworte|schreibe|gib)\\b");
    /** What follows an order belongs to it as a rule. */
    private static final int IN_THE_WAKE = 2;

    private Hostile() {}

    /** Whether {@code text} tries to tell a model what to do. */
    static boolean instructs(String text) {
        String low = text.toLowerCase(Locale.ROOT);
        return SUSPECT.matcher(low).find() && ORDER.matcher(low).find()
                || DICTATION.matcher(low).find();
    }

    /** Sentences in plain words, each in one line. */
    static List<String> sentences(String text) {
        List<String> kept = new ArrayList<>();
        for (String line : LimitedPattern.split(text, "[\\n\\r]+")) {
            int suspect = 0;
            for (String sentence : SENTENCE_END.split(line)) {
                String plain = Plain.words(sentence);
                suspect = instructs(plain) ? IN_THE_WAKE + 1 : suspect;
                if (suspect == 0 && !plain.isEmpty()) {
                    kept.add(plain);
                }
                suspect = Math.max(0, suspect - 1);
            }
        }
        return kept;
    }

    /** The text in one plain line; empty when it is meant for a model. */
    static String phrase(String text, int limit) {
        String plain = Plain.cut(Plain.words(Plain.cut(text, 4 * limit)), limit);
        return instructs(plain) ? "" : plain;
    }

    /** Those fit to be quoted: without addresses, and short enough to stand in a sentence. */
    static Stream<String> quotable(Stream<String> texts, int limit) {
        return texts.filter(text -> text.length() <= limit
                && !LimitedPattern.matches(
                        text, "(?i).*(https?:|www\\.|@|\\w\\.(com|net|org|io|de)\\b|[<>{}\\[\\]]).*"));
    }
}
