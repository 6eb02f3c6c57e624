package dev.pressroom.pipeline.content;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;

/**
 * The requirements of the client for the text, as lines for the model: language, angle, voice, length, instructions.
 */
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

    private static String language(String requested) {
        return requested.isEmpty()
                ? "the one that the instructions or the target audience ask for; else the one that the title of the topic"
                        + " is written in. Headings and calls to action are in it too."
                : named(requested) + ". Headings and calls to action are in it too.";
    }

    /** The tag with its English name, such as {@code Portuguese (Brazil) (pt-BR)}. */
    private static String named(String requested) {
        try {
            Locale locale = new Locale.Builder().setLanguageTag(requested).build();
            String name = locale.getDisplayName(Locale.ENGLISH);
            return name.isEmpty() || name.equals(requested) ? requested : name + " (" + requested + ")";
        } catch (IllformedLocaleException notATag) {
            return requested;
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
