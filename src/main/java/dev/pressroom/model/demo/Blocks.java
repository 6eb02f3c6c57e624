package dev.pressroom.model.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes the blocks that a section is built of: paragraphs, lists, the timetable, the score sheet. */
final class Blocks {
    private final Lexicon lexicon;
    private final Brief brief;
    private final Lexicon.Entry field;
    private final Lexicon.Entry audience;
    private final Voice voice;
    private final Timetable timetable;
    private final Dice dice;
    private final List<String> checksLeft;

    Blocks(
            Lexicon lexicon,
            Brief brief,
            Lexicon.Entry field,
            Lexicon.Entry audience,
            Voice voice,
            Timetable timetable,
            Dice dice) {
        this.lexicon = lexicon;
        this.brief = brief;
        this.field = field;
        this.audience = audience;
        this.voice = voice;
        this.timetable = timetable;
        this.dice = dice;
        this.checksLeft = new ArrayList<>(phrases(field, "checks"));
    }

    String write(JsonArray blocks) {
        return blocks.stream()
                .map(block -> write((JsonObject) block))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n\n"));
    }

    private String write(JsonObject block) {
        String type = block.fieldNames().iterator().next();
        return switch (type) {
            case "p" -> voice.say(dice.one(Draft.strings(block.getJsonArray(type))));
            case "pick" -> pick(block.getJsonObject(type));
            case "checks" -> bullets(checks(block.getInteger(type)));
            case "lens" -> bullets(dice.some(phrases(audience, "advice"), 3));
            case "measures" ->
                bullets(phrases(field, "measures").stream()
                        .map(Grammar::capital)
                        .toList());
            case "phases" -> phases();
            case "chart" -> brief.visuals() ? chart() : "";
            case "table" -> table();
            case "steps" -> points("steps", block.getInteger(type), true, "### ");
            case "moves" -> told(dice.some(moves(), block.getInteger(type)), "### ", false);
            case "points" -> promised("points", block.getInteger(type), "### ");
            case "errors" -> promised("errors", block.getInteger(type), "### ");
            case "reasons" -> promised("reasons", block.getInteger(type), "### ");
            case "questions" -> points("questions", block.getInteger(type), false, "### ");
            case "org-about" ->
                brief.organization().description().isEmpty()
                        ? ""
                        : voice.say("A word on who is speaking here: {org-description}");
            case "org-problems" -> problems();
            case "org-manner" -> manner();
            default -> throw new IllegalStateException("no such block: " + type);
        };
    }

    private String pick(JsonObject pick) {
        List<String> pool = Draft.strings(lexicon.pool(pick.getString("from")));
        int count = pick.getInteger("count");
        boolean ordered = pick.getBoolean("ordered", false);
        List<String> chosen = ordered ? dice.inOrder(pool, count) : dice.some(pool, count);
        return pick.getBoolean("numbered", false) ? numbered(chosen) : bullets(chosen);
    }

    /** Checks are not told twice in an article: the second list takes what the first has left. */
    private List<String> checks(int count) {
        if (checksLeft.size() < 2) {
            checksLeft.addAll(phrases(lexicon.fields().get(lexicon.fields().size() - 1), "checks"));
        }
        List<String> chosen = dice.some(checksLeft, count);
        checksLeft.removeAll(chosen);
        return chosen;
    }

    /** As many points as the title promises, as far as there are so many worth telling. */
    private String promised(String pool, int usual, String mark) {
        int count = brief.topic().count();
        int most = lexicon.pool(pool).size();
        boolean tooMany = count > most;
        String opening = tooMany
                ? "The title speaks of " + count + ". These " + Grammar.number(most)
                        + " carry the most weight; the others are variations on them.\n\n"
                : "";
        return opening + points(pool, count == 0 ? usual : Math.min(count, most), pool.equals("points"), mark);
    }

    private String points(String pool, int count, boolean ordered, String mark) {
        List<JsonObject> all = objects(lexicon.pool(pool));
        List<JsonObject> chosen;
        if (pool.equals("points")) {
            chosen = withMoves(all, count);
        } else {
            chosen = ordered ? dice.inOrder(all, count) : dice.some(all, count);
        }
        return told(chosen, mark, !pool.equals("questions"));
    }

    /** Up to half of a list's points are about the field; the general ones frame them. */
    private List<JsonObject> withMoves(List<JsonObject> general, int count) {
        List<JsonObject> own = dice.some(moves(), count / 2);
        List<JsonObject> frame = dice.inOrder(general, count - own.size());
        List<JsonObject> all = new ArrayList<>(frame);
        all.addAll(Math.min(2, frame.size()), own);
        return all;
    }

    private List<JsonObject> moves() {
        return objects(field.phrases().getJsonArray("moves"));
    }

    private String told(List<JsonObject> points, String mark, boolean counted) {
        return IntStream.range(0, points.size())
                .mapToObj(i -> mark + (counted ? (i + 1) + ". " : "")
                        + points.get(i).getString("h") + "\n\n"
                        + voice.say(text(points.get(i))))
                .collect(Collectors.joining("\n\n"));
    }

    /** One of its wordings, where there are several. */
    private String text(JsonObject point) {
        return point.getValue("t") instanceof JsonArray choices
                ? dice.one(Draft.strings(choices))
                : point.getString("t");
    }

    private String phases() {
        return numbered(timetable.phases().stream()
                .map(phase -> "**" + phase.name() + ":** " + plural(phase.hours(), "hour") + ", spread over "
                        + plural(phase.weeks(), "week"))
                .toList());
    }

    private String chart() {
        String about = brief.topic().brief();
        boolean says = !LimitedPattern.matches(about, "it|this|this question|this choice");
        String title = Plain.forPlaceholder("Suggested hours per phase" + (says ? " – " + about : ""), 80);
        return "![CHART:bar|" + title + "|"
                + timetable.phases().stream().map(Timetable.Phase::name).collect(Collectors.joining(",")) + "|"
                + timetable.phases().stream()
                        .map(p -> Integer.toString(p.hours()))
                        .collect(Collectors.joining(","))
                + "]";
    }

    private String table() {
        List<String> criteria = dice.some(Draft.strings(lexicon.pool("criteria")), 5);
        List<Integer> weights = dice.some(List.of(1, 2, 2, 3, 3), 5);
        return voice.say("| What counts | Weight | {side1^} | {side2^} |\n| --- | --- | --- | --- |\n")
                + IntStream.range(0, criteria.size())
                        .mapToObj(i -> "| " + criteria.get(i) + " | " + weights.get(i) + " | … | … |")
                        .collect(Collectors.joining("\n"));
    }

    private String problems() {
        List<String> problems = brief.organization().problems();
        return problems.isEmpty()
                ? ""
                : "This is what brings people there:\n\n"
                        + problems.stream().map(p -> "- " + Plain.escaped(p)).collect(Collectors.joining("\n"));
    }

    private String manner() {
        return switch (brief.organization().manner()) {
            case INFORMAL -> voice.say(dice.one(Draft.strings(lexicon.pool("informal"))));
            case FORMAL -> voice.say(dice.one(Draft.strings(lexicon.pool("formal"))));
            case UNKNOWN -> "";
        };
    }

    private String bullets(List<String> items) {
        return items.stream().map(item -> "- " + voice.say(item)).collect(Collectors.joining("\n"));
    }

    private String numbered(List<String> items) {
        return IntStream.range(0, items.size())
                .mapToObj(i -> (i + 1) + ". " + voice.say(items.get(i)))
                .collect(Collectors.joining("\n"));
    }

    private static List<String> phrases(Lexicon.Entry entry, String name) {
        return Draft.strings(entry.phrases().getJsonArray(name));
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }

    private static String plural(int count, String noun) {
        return Grammar.number(count) + " " + noun + (count == 1 ? "" : "s");
    }
}
