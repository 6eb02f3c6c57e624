package dev.pressroom.model.demo;

import dev.pressroom.image.Placeholder;
import dev.pressroom.model.demo.Draft.Section;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/** The demo model's JSON answers about an article: outline, pictures, judgement. */
final class DemoAnswers {
    private static final LimitedPattern ACT =
            LimitedPattern.compile("\\w+ing (?:(?:and|or) \\w+ing )?(?:(?:an?|the|your|our|my|more|better) )*(.+)");
    private static final Set<String> FILL_WORDS = Set.of(LimitedPattern.split(
            ("the and for with your you how what why that this from are into when who without about best guide complete"
                    + " ultimate ways tips step steps every should does can between versus their have more than"
                    + " our choose matters matter need needs make use keep start begin get avoid not"),
            " "));

    private DemoAnswers() {}

    static JsonObject outline(Brief brief, Lexicon lexicon, String salt) {
        Draft draft = Draft.of(brief, lexicon, salt);
        List<String> keywords = keywords(brief);
        JsonArray sections = new JsonArray();
        Stream.concat(draft.sections().stream(), Stream.of(draft.closing())).forEach(s -> sections.add(section(s)));
        return new JsonObject()
                .put("title", brief.heading())
                .put("subtitle", subtitle(brief))
                .put("metaDescription", metaDescription(brief))
                .put("tags", new JsonArray(tags(brief, keywords)))
                .put("seoKeywords", new JsonArray(keywords))
                .put("sections", sections)
                .put("ctaSuggestions", ctaSuggestions(brief));
    }

    static JsonObject visuals(JsonObject facts) {
        List<Placeholder> placeholders = Placeholder.in(facts.getString("content", ""));
        JsonArray suggestions = new JsonArray();
        for (Placeholder placeholder : placeholders) {
            if (placeholder instanceof Placeholder.Picture picture) {
                String placement =
                        picture.type().equals("hero_image") ? "below the introduction" : "within the article";
                suggestions.add(visual(picture.type(), picture.text(), placement));
            }
        }
        for (Placeholder placeholder : placeholders) {
            if (placeholder instanceof Placeholder.Diagram diagram) {
                suggestions.add(visual("chart", diagram.text(), "beside the plan"));
            }
        }
        return new JsonObject().put("suggestions", suggestions);
    }

    static JsonObject seo(JsonObject facts) {
        String content = facts.getString("content", "");
        boolean plan = content.contains("![CHART:") || content.contains("\n1. ");
        JsonArray strengths =
                new JsonArray().add("The text stays with its subject and speaks to one group of readers.");
        JsonArray improvements =
                new JsonArray().add("Add a detail from your own experience that no other page can have.");
        if (plan) {
            strengths.add("Readers can act on it: there is a concrete plan.");
        } else {
            improvements.add("Give readers one concrete plan to follow.");
        }
        if (!content.contains("](http")) {
            improvements.add("Link to one or two sources that you trust.");
        }
        return new JsonObject()
                .put("summary", "A readable article that answers what its title promises.")
                .put("strengths", strengths)
                .put("improvements", improvements);
    }

    private static JsonObject section(Section section) {
        JsonArray points = new JsonArray();
        section.body()
                .lines()
                .filter(line -> line.startsWith("- ") || line.startsWith("### "))
                .limit(4)
                .forEach(line -> points.add(Plain.cut(Plain.words(line), 100)));
        return new JsonObject().put("heading", section.heading()).put("points", points);
    }

    private static String subtitle(Brief brief) {
        if (!brief.subheader().isEmpty()) {
            return brief.subheader();
        }
        return switch (brief.topic().kind()) {
            case HOW_TO -> "A way to begin, step by step, for " + brief.audience();
            case LIST -> "A selection for " + brief.audience() + ", to use and not just to read";
            case MISTAKES -> "How to recognise them early, and what to do instead";
            case WHY -> "Reasons and doubts, soberly put, for " + brief.audience();
            case COMPARISON -> "A fair way to decide, for " + brief.audience();
            case CASE -> "What can be learned from it, and what can not";
            case GUIDE -> "Where to begin, what to leave out, how to tell that it works";
        };
    }

    private static String metaDescription(Brief brief) {
        String subject = Plain.cut(brief.topic().subject(), 60);
        String text = Grammar.capital(subject) + ": a practical article for " + Plain.cut(brief.audience(), 40)
                + ", with a plan you can copy, common slips and first steps.";
        return text.length() <= 160 ? text : Plain.cut(text, 157) + " …";
    }

    private static List<String> keywords(Brief brief) {
        Set<String> words = new LinkedHashSet<>();
        mainKeyword(brief.topic()).ifPresent(words::add);
        Stream.of(LimitedPattern.split(
                        (brief.topic().title() + " " + brief.subheader()).toLowerCase(Locale.ROOT),
                        "[^\\p{L}\\p{N}'-]+"))
                .filter(word ->
                        word.length() > 2 && !FILL_WORDS.contains(word) && !LimitedPattern.matches(word, "\\d+"))
                .forEach(words::add);
        brief.organization().keywords().forEach(words::add);
        return words.stream().limit(8).toList();
    }

    /** What people would search for: the thing itself, without the act that the title asks for. */
    private static Optional<String> mainKeyword(Topic topic) {
        String about = LimitedPattern.replaceFirst(topic.brief().toLowerCase(Locale.ROOT), "^(an?|the|your|our) ", "");
        Matcher act = ACT.matcher(about);
        boolean actInTitle = topic.title().toLowerCase(Locale.ROOT).contains(LimitedPattern.split(about, " ")[0]);
        String keyword = act.matches() && !actInTitle ? act.group(1) : about;
        boolean useful = keyword.length() > 2
                && keyword.length() <= 40
                && !LimitedPattern.matches(keyword, "this|this question|this choice|.*[“”].*");
        return useful ? Optional.of(keyword) : Optional.empty();
    }

    private static List<String> tags(Brief brief, List<String> keywords) {
        Stream<String> kind =
                Stream.of(brief.topic().kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        Stream<String> business =
                Stream.of(brief.business().toLowerCase(Locale.ROOT)).filter(b -> !b.isEmpty());
        return Stream.of(keywords.stream().limit(3), business, kind)
                .flatMap(s -> s)
                .distinct()
                .toList();
    }

    private static JsonArray ctaSuggestions(Brief brief) {
        String offer = brief.organization().name().isEmpty()
                ? "a first conversation"
                : "a word with " + brief.organization().name();
        return new JsonArray()
                .add(new JsonObject().put("text", "Ask for " + offer).put("placement", "end-of-post"))
                .add(new JsonObject().put("text", "Get the plan as a checklist").put("placement", "after-plan"));
    }

    private static JsonObject visual(String type, String description, String placement) {
        String prompt = type.equals("chart")
                ? "A plain bar chart: " + description
                : "Photograph in natural light, no text in the picture: " + description;
        return new JsonObject()
                .put("type", type)
                .put("description", description)
                .put("placement", placement)
                .put("prompt", prompt);
    }
}
