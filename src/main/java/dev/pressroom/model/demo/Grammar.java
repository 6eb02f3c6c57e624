package dev.pressroom.model.demo;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;

/** The few rules of English that make a phrase from somewhere else fit into a sentence. */
final class Grammar {
    private static final Set<String> DOUBLING = Set.of(
            "plan", "run", "get", "set", "cut", "stop", "begin", "put", "win", "swim", "ship", "let", "shop", "sit",
            "quit", "drop", "map", "pin", "tag", "trim", "wrap", "prep", "spot", "hit", "bid", "scan", "grab", "pet",
            "log", "blog", "jog", "chat", "admit", "commit", "permit", "refer", "control", "format", "rub", "dig");
    private static final Set<String> ADVERBS = Set.of(
            "not",
            "never",
            "always",
            "quickly",
            "easily",
            "safely",
            "really",
            "finally",
            "properly",
            "actually",
            "successfully",
            "effectively",
            "gently",
            "best",
            "better");
    private static final LimitedPattern VOWELS_THEN_ONE = LimitedPattern.compile("[^aeiou]*[aeiou][^aeiouwxy]");
    private static final LimitedPattern SECOND_VERB = LimitedPattern.compile("( (?:and|or) )(\\S+ \\S+.*)");
    private static final LimitedPattern PLURAL_HEAD_END = LimitedPattern.compile(
            "(?i)\\b(in|at|who|with|for|of|from|on|that|aged?|over|under|between|and|or|looking|working|new to)\\b");

    private static final LimitedPattern CANNOT = LimitedPattern.compile("\\b([Cc])an ?not\\b");
    private static final LimitedPattern NOT = LimitedPattern.compile(
            "\\b([Dd]o|[Dd]oes|[Dd]id|[Ii]s|are|was|were|has|have|had|would|could|should) not\\b");
    private static final LimitedPattern WILL = LimitedPattern.compile("\\b([Yy]ou|[Ww]e|[Tt]hey) will (?=\\p{Ll})");

    private Grammar() {}

    /** {@code choose a desk} gives {@code choosing a desk}. */
    static String gerund(String verbPhrase) {
        String[] parts = LimitedPattern.split(verbPhrase, " ", 2);
        String rest = parts.length > 1 ? " " + parts[1] : "";
        if (ADVERBS.contains(parts[0].toLowerCase(Locale.ROOT)) && parts.length > 1) {
            return parts[0] + " " + gerund(parts[1]);
        }
        return ing(parts[0]) + andGerund(rest);
    }

    /** {@code plan and run a campaign} is one act of two verbs, and so is {@code buy or lease a car}. */
    private static String andGerund(String rest) {
        Matcher second = SECOND_VERB.matcher(rest);
        return second.matches() ? second.group(1) + gerund(second.group(2)) : rest;
    }

    private static String ing(String verb) {
        String low = verb.toLowerCase(Locale.ROOT);
        if (low.equals("be")) {
            return "being";
        }
        if (low.endsWith("ing") && low.length() > 5) {
            return verb;
        }
        if (low.endsWith("ie")) {
            return verb.substring(0, verb.length() - 2) + "ying";
        }
        if (low.endsWith("e") && !low.endsWith("ee") && !low.endsWith("oe") && !low.endsWith("ye")) {
            return verb.substring(0, verb.length() - 1) + "ing";
        }
        if (DOUBLING.contains(low)
                || low.length() == 3 && VOWELS_THEN_ONE.matcher(low).matches()) {
            return verb + verb.charAt(verb.length() - 1) + "ing";
        }
        return verb + "ing";
    }

    /** {@code you do not} gives {@code you don't}, as people talk. */
    static String contracted(String phrase) {
        String text = CANNOT.matcher(phrase).replaceAll("$1an’t");
        text = LimitedPattern.replaceAll(text, "\\b([Ww])ill not\\b", "$1on’t");
        text = NOT.matcher(text).replaceAll("$1n’t");
        return WILL.matcher(text).replaceAll("$1’ll ");
    }

    static String capital(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = text.codePointAt(0);
        return new StringBuilder()
                .appendCodePoint(Character.toUpperCase(first))
                .append(text.substring(Character.charCount(first)))
                .toString();
    }

    static String an(String noun) {
        if (noun.isEmpty()) {
            return noun;
        }
        String low = noun.toLowerCase(Locale.ROOT);
        boolean vowel =
                "aeiou".indexOf(low.charAt(0)) >= 0 && !LimitedPattern.matches(low, "(uni|use|euro|one|u[a-z]i).*");
        boolean spelled = LimitedPattern.matches(noun, "(?:[AEFHILMNORSX][A-Z]{1,3}|[aefhilmnorsxAEFHILMNORSX])\\b.*")
                || low.startsWith("hour")
                || low.startsWith("8");
        return (vowel || spelled ? "an " : "a ") + noun;
    }

    /** Whether a noun phrase is about more than one: judged by its head word. */
    static boolean isPlural(String nounPhrase) {
        String head = PLURAL_HEAD_END.split(nounPhrase)[0].strip().toLowerCase(Locale.ROOT);
        String last = head.substring(head.lastIndexOf(' ') + 1);
        return Set.of("people", "men", "women", "children", "folk", "staff").contains(last)
                || last.endsWith("s") && !last.endsWith("ss") && !last.endsWith("us") && !last.endsWith("is");
    }

    static String number(int value) {
        String[] small = {
            "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"
        };
        return value >= 0 && value < small.length ? small[value] : Integer.toString(value);
    }
}
