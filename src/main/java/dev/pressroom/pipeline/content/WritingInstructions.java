package dev.pressroom.pipeline.content;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;

/** What the client asks of the text itself, as lines for the model: language, angle, voice, length, instructions. */
final class WritingInstructions {
    private WritingInstructions() {}

    static List<String> of(ContentInput input, JsonObject organization) {
        List<String> lines = new ArrayList<>();
        lines.add("Language: " + language(input.options().language()));
        add(lines, "Angle: ", input.subheader());
        add(lines, "Voice: ", voice(input, organization));
        add(lines, "Length: ", input.options().length());
        add(lines, "Instructions: ", input.additionalInstructions());
        return List.copyOf(lines);
    }

    private static String language(String asked) {
        return asked.isEmpty()
                ? "the one that the instructions or the target audience ask for; else the one that the title of the topic"
                        + " is written in. Headings and calls to action are in it too."
                : named(asked) + ". Headings and calls to action are in it too.";
    }

    /** For a tag such as {@code pt-BR} the English name of the language as well. */
    private static String named(String asked) {
        try {
            Locale locale = new Locale.Builder().setLanguageTag(asked).build();
            String name = locale.getDisplayName(Locale.ENGLISH);
            return name.isEmpty() || name.equals(asked) ? asked : name + " (" + asked + ")";
        } catch (IllformedLocaleException aName) {
            return asked;
        }
    }

    private static String voice(ContentInput input, JsonObject organization) {
        if (!input.options().voice().isEmpty()) {
            return input.options().voice();
        }
        Object own = input.business().getValue("brandVoice");
        Object known = own instanceof String text && !text.isBlank() ? own : organization.getValue("brandVoice");
        return known instanceof String text ? text.strip() : "";
    }

    private static void add(List<String> lines, String label, String text) {
        if (!text.isEmpty()) {
            lines.add(label + text);
        }
    }
}
