package dev.pressroom.model.demo;

import dev.pressroom.model.demo.Topic.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;

/** Finds out from a title what is asked for. A title that follows no known pattern is quoted as it is. */
final class TopicReader {
    private static final int LONGEST_SUBJECT = 90;

    private static final LimitedPattern HOW_TO =
            pattern("(?:learn |guide |your guide |a guide )?how (?:to|you can|we|i) (.+)");
    private static final LimitedPattern SHOULD =
            pattern("(?:when |where )?(?:should|can|could|do) (?:i|you|we) (.+?)\\??");
    private static final LimitedPattern LIST = pattern(
            "(?:the |our |my )?(?:top )?(\\d{1,3}|three|four|five|six|seven|eight|nine|ten|twelve) (?:\\S+ ){0,3}?"
                    + "(ways|tips|steps|tricks|ideas|strategies|things|rules|lessons|questions|habits|signs|reasons|mistakes|myths|pitfalls)"
                    + "(?: (?:to|for|of|in|about|on|when|with|from|that|why|you|every))?\\b(.*)");
    private static final LimitedPattern MISTAKES = pattern(
            "(?:the )?(?:most )?(?:common |big |biggest )?(?:mistakes|pitfalls|myths)\\b(?: (?:to|in|of|about|with|when|on|people make))*(.*)");
    private static final LimitedPattern WHY = pattern("why (?:do |does |is |are )?(.+?)\\??");
    private static final LimitedPattern WHY_CLAUSE =
            pattern("(.+?) (?:matters?|is|are|fails?|works?|should|won't|will|can|keeps?|still|beats?|makes?)\\b(.*)");
    private static final LimitedPattern WHY_NEED =
            pattern("(.+?) needs? (?:to have )?((?:an? |the |more |better )?\\S+(?: \\S+){0,3})");
    private static final LimitedPattern WHY_YOU_SHOULD = pattern("why (?:you|we|everyone|everybody) should (.+?)\\??");
    private static final LimitedPattern VERSUS = pattern("(.+?) (?:vs\\.?|versus|or|compared (?:to|with)) (.+?)\\??");
    private static final LimitedPattern CASE =
            pattern("(?:a )?(?:case study|success story|lessons from|inside)\\b[ :-]*(?:of |on |how )?(.+)");
    private static final LimitedPattern WHAT_IS = pattern("what (?:is|are) (.+?)\\??");
    private static final LimitedPattern GUIDE =
            pattern("(?:an? |the |your )?(?:(?:complete|ultimate|practical|short|simple|beginner.?s|full|quick) )*"
                    + "(?:guide|introduction|intro|primer|handbook) (?:to|on|for) (.+)");
    private static final LimitedPattern INVERTED =
            pattern("(?:is|are|does|do|did|will|would|has|have|was|were|who|which|when|where|what|how) .+");
    private static final LimitedPattern CIRCUMSTANCE = pattern(
            "(.+?),? (?:for|in|with|without|when|that|after|before|during|on a|as a|at|while|under|using|through|across|if)\\b .+");
    /** Says nothing without what follows it. */
    private static final LimitedPattern CONTAINER =
            pattern("(?:.* )?(?:practices|basics|benefits|future|role|power|importance|art|impact"
                    + "|introduction|trends|tools|strategies|tips|ideas|guide|need|case|state|cost|value)");

    private static final LimitedPattern SIDE_HEAD =
            LimitedPattern.compile("^(.{3,}?)\\s*(?::|\\s[–—-]\\s|\\()\\s*(.*)$");

    private static final Map<String, Integer> NUMBERS = Map.of(
            "three", 3, "four", 4, "five", 5, "six", 6, "seven", 7, "eight", 8, "nine", 9, "ten", 10, "twelve", 12);

    private static final Set<String> FOREIGN = Set.of(
            "und", "der", "die", "das", "für", "mit", "von", "wie", "ist", "eine", "einen", "auf", "zum", "im", "le",
            "la", "les", "des", "pour", "une", "avec", "dans", "el", "los", "las", "para", "cómo", "como", "con", "una",
            "del", "het", "een", "voor", "och", "att", "för", "di", "il", "per", "che", "não", "uma", "jak", "dla",
            "ve", "için", "är", "og", "du", "aux", "votre", "ihre", "ihr", "sie", "man", "su", "sus");

    private final ProperNames names;

    TopicReader(ProperNames names) {
        this.names = names;
    }

    Topic read(String rawTitle) {
        String title = Plain.words(rawTitle);
        if (title.codePoints().noneMatch(Character::isLetterOrDigit)) {
            return new Topic(title, Kind.GUIDE, "this subject", "it", "", 0, List.of());
        }
        if (isForeign(title)) {
            return quoted(title, Kind.GUIDE, 0);
        }
        Matcher halves = SIDE_HEAD.matcher(title);
        if (halves.matches()) {
            return ofHalves(title, halves.group(1), halves.group(2));
        }
        return of(title, title);
    }

    /** {@code Email for florists: 7 tips that work} is a list about its first half. */
    private Topic ofHalves(String title, String head, String tail) {
        Matcher listTail = LIST.matcher(tail);
        if (listTail.matches()) {
            Topic subject = of(title, head);
            return new Topic(
                    title,
                    listKind(listTail.group(2)),
                    subject.subject(),
                    subject.brief(),
                    subject.setting(),
                    numberOf(listTail),
                    List.of());
        }
        if (CASE.matcher(head + " x").matches() && !tail.isBlank()) {
            Topic subject = of(title, tail);
            return new Topic(title, Kind.CASE, subject.subject(), subject.brief(), subject.setting(), 0, List.of());
        }
        if (HOW_TO.matcher(tail).matches()
                && !HOW_TO.matcher(head).matches()
                && !LIST.matcher(head).matches()) {
            return of(title, tail);
        }
        return of(title, head);
    }

    private Topic of(String title, String text) {
        String clean = LimitedPattern.replaceAll(text, "[\\s.!…:;,]+$", "");
        Matcher m;
        if ((m = LIST.matcher(clean)).matches() && !m.group(3).isBlank()) {
            return list(title, clean, m);
        }
        if ((m = HOW_TO.matcher(clean)).matches() || (m = SHOULD.matcher(clean)).matches()) {
            return act(title, m.group(1), Kind.HOW_TO, 0);
        }
        if ((m = MISTAKES.matcher(clean)).matches() && !m.group(1).isBlank()) {
            return thing(title, m.group(1).strip(), Kind.MISTAKES, 0);
        }
        if ((m = CASE.matcher(clean)).matches()) {
            return thing(title, m.group(1), Kind.CASE, 0);
        }
        if ((m = WHY.matcher(clean)).matches()) {
            return why(title, clean, m.group(1));
        }
        if ((m = WHAT_IS.matcher(clean)).matches() || (m = GUIDE.matcher(clean)).matches()) {
            return thing(title, m.group(1), Kind.GUIDE, 0);
        }
        if (INVERTED.matcher(clean).matches() || clean.endsWith("?")) {
            return quoted(title, Kind.WHY, 0);
        }
        if ((m = VERSUS.matcher(clean)).matches() && LimitedPattern.split(m.group(1), " ").length <= 5) {
            return comparison(title, m.group(1), m.group(2));
        }
        return thing(title, clean, Kind.GUIDE, 0);
    }

    /** {@code why sleep matters for toddlers} is about sleep for toddlers. */
    private Topic why(String title, String clean, String clause) {
        Matcher act = WHY_YOU_SHOULD.matcher(clean);
        if (act.matches()) {
            return act(title, act.group(1), Kind.WHY, 0);
        }
        Matcher need = WHY_NEED.matcher(clause);
        if (need.matches() && !need.group(2).startsWith("to ")) {
            return thing(title, need.group(2) + " for " + need.group(1), Kind.WHY, 0);
        }
        Matcher matters = WHY_CLAUSE.matcher(clause);
        if (!matters.matches()) {
            return quoted(title, Kind.WHY, 0);
        }
        String setting = LimitedPattern.matches(matters.group(2), "(?i) (?:for|in|at|during|after|before) .+")
                ? matters.group(2)
                : "";
        return thing(title, matters.group(1) + setting, Kind.WHY, 0);
    }

    private Topic list(String title, String clean, Matcher m) {
        String rest = m.group(3).strip();
        Kind kind = listKind(m.group(2));
        int count = numberOf(m);
        boolean act = clean.toLowerCase(Locale.ROOT).contains(m.group(2).toLowerCase(Locale.ROOT) + " to ");
        if (act && rest.toLowerCase(Locale.ROOT).startsWith("avoid ")) {
            return thing(
                    title,
                    LimitedPattern.replaceFirst(rest.substring(6), "(?i)^(when|in|with|while) ", ""),
                    Kind.MISTAKES,
                    count);
        }
        return act ? act(title, rest, kind, count) : thing(title, rest, kind, count);
    }

    private static Kind listKind(String noun) {
        return switch (noun.toLowerCase(Locale.ROOT)) {
            case "mistakes", "myths", "pitfalls" -> Kind.MISTAKES;
            case "reasons" -> Kind.WHY;
            default -> Kind.LIST;
        };
    }

    private static int numberOf(Matcher list) {
        String word = list.group(1).toLowerCase(Locale.ROOT);
        return NUMBERS.containsKey(word) ? NUMBERS.get(word) : Integer.parseInt(word);
    }

    private Topic act(String title, String verbPhrase, Kind kind, int count) {
        String phrase = names.lowered(LimitedPattern.replaceAll(verbPhrase, "[?\\s]+$", ""));
        return topic(title, kind, Grammar.gerund(phrase), count, List.of());
    }

    private Topic thing(String title, String nounPhrase, Kind kind, int count) {
        String phrase = names.lowered(LimitedPattern.replaceFirst(
                LimitedPattern.replaceAll(nounPhrase, "[?\\s]+$", ""), "(?i)^(people make|you) ", ""));
        return topic(title, kind, phrase, count, List.of());
    }

    private Topic comparison(String title, String left, String right) {
        String first = names.lowered(left);
        String second = names.lowered(right);
        Matcher tail = CIRCUMSTANCE.matcher(second);
        String shortSecond = tail.matches() ? tail.group(1) : second;
        String subject = "the choice between " + first + " and " + second;
        return new Topic(
                title,
                Kind.COMPARISON,
                Plain.cut(subject, LONGEST_SUBJECT + 40),
                "this choice",
                "",
                0,
                List.of(Plain.cut(first, 60), Plain.cut(shortSecond, 60)));
    }

    private static Topic quoted(String title, Kind kind, int count) {
        String text = Plain.cut(title, LONGEST_SUBJECT);
        return new Topic(
                title,
                kind,
                "“" + text + (text.equals(title) ? "" : " …") + "”",
                "this question",
                "",
                count,
                List.of());
    }

    private static Topic topic(String title, Kind kind, String subject, int count, List<String> sides) {
        if (subject.length() > LONGEST_SUBJECT) {
            return quoted(title, kind, count);
        }
        return new Topic(title, kind, subject, brief(subject), setting(subject), count, sides);
    }

    /** The circumstances that a subject names: {@code for a small home office}. */
    private static String setting(String subject) {
        Matcher m = CIRCUMSTANCE.matcher(subject);
        if (!m.matches() || CONTAINER.matcher(m.group(1)).matches()) {
            return "";
        }
        String setting =
                LimitedPattern.replaceFirst(subject.substring(m.group(1).length()), "^[, ]+", "");
        return LimitedPattern.split(setting, " ").length > 2 && !setting.startsWith("that ") ? setting : "";
    }

    private static String brief(String subject) {
        Matcher m = CIRCUMSTANCE.matcher(subject);
        if (LimitedPattern.split(subject, " ").length > 4
                && m.matches()
                && m.group(1).contains(" ")
                && !CONTAINER.matcher(m.group(1)).matches()) {
            return m.group(1);
        }
        return LimitedPattern.split(subject, " ").length > 9 ? "this" : subject;
    }

    private static boolean isForeign(String title) {
        long letters = title.codePoints().filter(Character::isLetter).count();
        long latin = title.codePoints()
                .filter(c -> Character.isLetter(c) && Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN)
                .count();
        if (letters > 0 && latin * 2 < letters) {
            return true;
        }
        long foreign = List.of(LimitedPattern.split(title.toLowerCase(Locale.ROOT), "[^\\p{L}]+")).stream()
                .filter(FOREIGN::contains)
                .count();
        return foreign >= 2 || foreign == 1 && title.codePoints().anyMatch(c -> c > 0xbf && Character.isLetter(c));
    }

    private static LimitedPattern pattern(String text) {
        return LimitedPattern.compile(text, LimitedPattern.CASE_INSENSITIVE | LimitedPattern.UNICODE_CASE);
    }
}
