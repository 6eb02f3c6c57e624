package dev.pressroom.model.demo;

import dev.pressroom.model.demo.Topic.Kind;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An article in its parts, before calls to action and images are put in.
 *
 * @param intro two paragraphs
 * @param closing the last section
 */
record Draft(
        Brief brief, Voice voice, List<String> intro, List<Section> sections, Section closing, Timetable timetable) {
    private static final int ENOUGH_WORDS = 700;
    private static final List<String> FILLERS = List.of("stock", "measure", "first-week", "mistakes", "faq");

    /** @param name in the lexicon */
    record Section(String name, String heading, String body) {}

    static Draft of(Brief brief, Lexicon lexicon, String salt) {
        Dice dice = new Dice(brief.seed() + "\n" + salt);
        String topicText = brief.topic().title() + " " + brief.subheader();
        Lexicon.Entry trade = lexicon.field(brief.business());
        Lexicon.Entry topical = lexicon.field(topicText);
        Lexicon.Entry field = topical.name().equals("general") ? trade : topical;
        Lexicon.Entry audience = lexicon.audience(brief.audience());
        Voice voice = new Voice(brief, field, trade, audience);
        Timetable timetable = Timetable.of(dice, lexicon.pool("phases"));
        voice.set("total", Integer.toString(timetable.hours()));
        voice.set("weeks", Integer.toString(timetable.weeks()));
        Blocks blocks = new Blocks(lexicon, brief, field, audience, voice, timetable, dice);
        List<String> intro = paragraphs(
                lexicon.sections()
                        .getJsonObject("intros")
                        .getJsonArray(brief.topic().kind().name()),
                voice,
                dice);
        List<Section> sections = new ArrayList<>();
        for (String name : outline(brief, lexicon, audience, dice)) {
            sections.add(section(name, lexicon, blocks, voice, dice));
        }
        fillUp(sections, lexicon, blocks, voice, dice);
        addFocus(sections, brief, lexicon, blocks, voice, dice);
        String heading = dice.one(strings(lexicon.sections().getJsonArray("closing-headings")));
        String closing = String.join("\n\n", paragraphs(lexicon.sections().getJsonArray("closings"), voice, dice));
        return new Draft(
                brief, voice, intro, List.copyOf(sections), new Section("closing", heading, closing), timetable);
    }

    private static List<String> outline(Brief brief, Lexicon lexicon, Lexicon.Entry audience, Dice dice) {
        Kind kind = brief.topic().kind();
        JsonArray choices = lexicon.sections().getJsonObject("outlines").getJsonArray(kind.name());
        List<String> names = new ArrayList<>(strings(choices.getJsonArray(dice.below(choices.size()))));
        if (kind == Kind.WHY && brief.topic().count() > 4) {
            names.remove("cost");
        }
        if (!brief.topic().setting().isEmpty()) {
            names.add(1 + dice.below(2), "setting");
        }
        if (!audience.name().equals("general") && !names.contains("reader")) {
            names.add(1 + dice.below(names.size() - 1), "reader");
        }
        if (!brief.business().isEmpty() && !names.contains("business")) {
            names.add(names.size() - dice.below(2), "business");
        }
        if (!brief.organization().name().isEmpty()
                && !(brief.organization().description() + brief.organization().problems()).equals("[]")) {
            names.add(names.size(), "org");
        }
        return names;
    }

    private static void fillUp(List<Section> sections, Lexicon lexicon, Blocks blocks, Voice voice, Dice dice) {
        for (String filler : FILLERS) {
            int words =
                    sections.stream().mapToInt(section -> words(section.body())).sum();
            if (words >= ENOUGH_WORDS - 100) {
                return;
            }
            if (sections.stream().noneMatch(section -> section.name().equals(filler))) {
                sections.add(sections.size() - 1, section(filler, lexicon, blocks, voice, dice));
            }
        }
    }

    private static void addFocus(
            List<Section> sections, Brief brief, Lexicon lexicon, Blocks blocks, Voice voice, Dice dice) {
        int place = Math.min(2, sections.size());
        for (String focus : brief.focus()) {
            voice.setForeign("focus", focus);
            sections.add(place++, section("focus", lexicon, blocks, voice, dice));
        }
    }

    private static Section section(String name, Lexicon lexicon, Blocks blocks, Voice voice, Dice dice) {
        var template = lexicon.section(name);
        String heading = Grammar.capital(voice.say(dice.one(strings(template.getJsonArray("headings")))));
        return new Section(name, heading, blocks.write(template.getJsonArray("blocks")));
    }

    private static List<String> paragraphs(JsonArray variants, Voice voice, Dice dice) {
        return variants.stream()
                .map(choice -> voice.say(dice.one(strings((JsonArray) choice))))
                .toList();
    }

    static List<String> strings(JsonArray array) {
        return array.stream().map(Object::toString).toList();
    }

    static int words(String text) {
        return (int) Stream.of(LimitedPattern.split(text, "\\s+"))
                .filter(word -> !word.isEmpty())
                .count();
    }
}
