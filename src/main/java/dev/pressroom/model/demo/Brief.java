package dev.pressroom.model.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the demo model makes of a prompt's facts. All text in here is plain words: not yet escaped for Markdown.
 *
 * @param heading the title as it was given
 * @param focus what the instructions ask to mention
 * @param tweets how many items of the kind were handed over; the text names each
 */
record Brief(
        String heading,
        String subheader,
        Topic topic,
        String audience,
        String business,
        Organization organization,
        List<String> focus,
        List<Cta> ctas,
        boolean visuals,
        int tweets,
        int articles,
        int videos) {
    private static final LimitedPattern OF_THE_PAGE =
            LimitedPattern.compile("(?i)^(?:the|this|its) (?:page|site|website)\\b|^in the words of the page");
    private static final LimitedPattern INFORMAL = LimitedPattern.compile(
            "(?i)\\b(?:informal|casual|friendly|playful|warm|conversational|relaxed|humorous|approachable)\\b");
    private static final LimitedPattern FORMAL =
            LimitedPattern.compile("(?i)\\b(?:formal|authoritative|serious|professional|sober|academic)\\b");
    private static final int MOST_CTAS = 40;
    private static final int MOST_PRELOADED = 10;
    private static final int LONGEST_TITLE = 400;
    private static final int LONGEST_INSTRUCTIONS = 4000;
    private static final int LONGEST_LINK = 2000;
    private static final LimitedPattern FOCUS = LimitedPattern.compile(
            "(?i)\\b(?:focus(?:ing)?(?: mainly| especially)? on|mention|emphasi[sz]e|highlight|include|cover|talk about|write about|stress)"
                    + "\\s+(?:the (?:topic|importance) of\\s+|that\\s+)?([^.;!?\\n]{3,80})");
    private static final LimitedPattern NOT_A_SUBJECT = LimitedPattern.compile(
            "(?i).*\\b(words?|paragraphs?|headings?|tone|emojis?|links?|title|cta|call to action)\\b.*");

    /** @param problems that its customers have */
    record Organization(String name, String description, List<String> problems, List<String> keywords, Manner manner) {}

    /** How an organization sounds, where that is known. */
    enum Manner {
        INFORMAL,
        FORMAL,
        UNKNOWN
    }

    record Cta(String text, String href, String placement) {
        /** Where one stands that the request did not bring: it is the organization's own. */
        static final String OF_ORGANIZATION = "organization";
    }

    static Brief of(JsonObject facts, Lexicon lexicon) {
        JsonObject topic = object(facts, "topic");
        JsonObject business = object(facts, "business");
        JsonObject preloaded = object(facts, "preloaded");
        String heading = string(topic, "title");
        return new Brief(
                heading,
                words(topic, "subheader", 300),
                new TopicReader(lexicon.names()).read(Plain.cut(heading, LONGEST_TITLE)),
                audience(words(business, "audience", 80), lexicon),
                words(business, "type", 60),
                organization(object(facts, "organization")),
                focus(Plain.cut(string(facts, "instructions"), LONGEST_INSTRUCTIONS)),
                ctas(facts),
                facts.getBoolean("visuals", true),
                size(preloaded, "tweets"),
                size(preloaded, "articles"),
                size(preloaded, "videos"));
    }

    /** Stands for everything that the text depends on. */
    String seed() {
        return Stream.of(heading, subheader, audience, business, organization, focus, ctas)
                .map(Objects::toString)
                .reduce("", (a, b) -> a + "\n" + b);
    }

    private static String audience(String given, Lexicon lexicon) {
        if (given.isEmpty() || given.equalsIgnoreCase("general audience") || given.equalsIgnoreCase("everyone")) {
            return "readers without special knowledge";
        }
        String lowered = lexicon.names().lowered(given);
        boolean onePerson = !Grammar.isPlural(lowered)
                && LimitedPattern.matches(
                        lowered, "(?i)[\\w-]*( [\\w-]+)?(er|or|ist|ian|parent|mom|dad|student|coach)");
        return onePerson && !LimitedPattern.matches(lowered, "(?i)(an?|the|my|our|every) .*")
                ? Grammar.an(lowered)
                : lowered;
    }

    private static Organization organization(JsonObject context) {
        return new Organization(
                words(context, "businessName", 60),
                about(words(context, "description", 600)),
                strings(context, "customerProblems").stream().limit(3).toList(),
                strings(context, "keywords").stream().limit(5).toList(),
                manner(words(context, "brandVoice", 300)));
    }

    private static List<String> focus(String instructions) {
        Matcher m = FOCUS.matcher(instructions);
        return Stream.generate(() -> m.find() ? Optional.of(m.group(1)) : Optional.<String>empty())
                .takeWhile(Optional::isPresent)
                .map(Optional::get)
                .map(Plain::words)
                .filter(text -> !text.isEmpty() && !NOT_A_SUBJECT.matcher(text).matches())
                .limit(2)
                .toList();
    }

    private static List<Cta> ctas(JsonObject facts) {
        List<Cta> asked = ctas(facts, "ctas").limit(6).toList();
        return asked.isEmpty() ? ofOrganization(object(facts, "organization")) : asked;
    }

    /** The one that asks for most: an appointment rather than a glance at another page. */
    private static List<Cta> ofOrganization(JsonObject organization) {
        return ctas(organization, "ctas")
                .filter(cta -> LimitedPattern.matches(cta.href(), "(?i)(https?://|mailto:|tel:).+"))
                .filter(cta -> !Hostile.instructs(cta.text()))
                .limit(MOST_CTAS)
                .min(Comparator.comparingInt(cta -> Ask.of(cta.text()).kind().modesty()))
                .map(cta -> List.of(new Cta(cta.text(), cta.href(), Cta.OF_ORGANIZATION)))
                .orElse(List.of());
    }

    private static Stream<Cta> ctas(JsonObject json, String key) {
        JsonArray given = json.getValue(key) instanceof JsonArray array ? array : new JsonArray();
        return given.stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .map(cta -> new Cta(words(cta, "text", 120), string(cta, "href").strip(), words(cta, "placement", 60)))
                .filter(cta -> !cta.text().isEmpty() && cta.href().length() <= LONGEST_LINK);
    }

    /** What is said of the organization itself; that its page is in German is nothing for its readers. */
    private static String about(String description) {
        String about = Stream.of(LimitedPattern.split(description, "(?<=[.!?])\\s+(?=\\p{Lu})"))
                .filter(sentence -> !OF_THE_PAGE.matcher(sentence).find())
                .collect(Collectors.joining(" "));
        return Plain.cut(about, 300);
    }

    private static Manner manner(String brandVoice) {
        if (INFORMAL.matcher(brandVoice).find()) {
            return Manner.INFORMAL;
        }
        return FORMAL.matcher(brandVoice).find() ? Manner.FORMAL : Manner.UNKNOWN;
    }

    private static List<String> strings(JsonObject json, String key) {
        Object value = json.getValue(key);
        Stream<?> items = value instanceof JsonArray array ? array.stream() : Stream.ofNullable(value);
        return items.filter(String.class::isInstance)
                .limit(20)
                .map(item -> Plain.cut(Plain.words(Plain.cut((String) item, 600)), 160))
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private static JsonObject object(JsonObject json, String key) {
        return json.getValue(key) instanceof JsonObject object ? object : new JsonObject();
    }

    /** At most {@code limit} characters; what is far longer is cut before it is looked at closely. */
    private static String words(JsonObject json, String key, int limit) {
        return Plain.cut(Plain.words(Plain.cut(string(json, key), 4 * limit)), limit);
    }

    private static String string(JsonObject json, String key) {
        return json.getValue(key) instanceof String text ? text : "";
    }

    private static int size(JsonObject json, String key) {
        return json.getValue(key) instanceof JsonArray array ? Math.min(array.size(), MOST_PRELOADED) : 0;
    }
}
