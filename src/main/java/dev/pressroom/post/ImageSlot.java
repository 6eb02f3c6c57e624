package dev.pressroom.post;

import dev.pressroom.base.Chars;
import dev.pressroom.base.Failure;
import dev.pressroom.image.BrandColors;
import dev.pressroom.image.ImageStore;
import dev.pressroom.image.Placeholder;
import dev.pressroom.model.ImagePrompt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A placeholder in a post and the id of its image. The id is derived from the post and the placeholder, so that the
 * same image is never drawn, or paid for, twice.
 */
record ImageSlot(Placeholder placeholder, UUID imageId) {
    private static final String MARKUP = "\\`*_[]<>";
    private static final int MAX_ENTITY_CHARACTERS = 34;

    /** All placeholders of a post, in order. */
    static List<ImageSlot> in(String content, UUID postId) {
        Map<String, Integer> seen = new HashMap<>();
        List<ImageSlot> slots = new ArrayList<>();
        for (Placeholder placeholder : Placeholder.in(content)) {
            int occurrence = seen.merge(placeholder.raw(), 1, Integer::sum);
            slots.add(new ImageSlot(placeholder, imageId(postId, placeholder.raw(), occurrence)));
        }
        return slots;
    }

    private static UUID imageId(UUID postId, String raw, int occurrence) {
        String name = "pressroom:image:" + postId + ":" + occurrence + ":" + raw;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws Failure {@code MODEL_ANSWER_INVALID} when it is a chart that cannot be drawn */
    ImagePrompt prompt(String title, Optional<BrandColors> colors) {
        return placeholder
                .chart()
                .map(chart -> ImagePrompt.chart(chart, colors))
                .orElseGet(() -> ImagePrompt.picture(placeholder.type(), placeholder.text(), title, colors));
    }

    /** Markdown of the image. */
    String withImage() {
        return "![" + escaped() + "](" + ImageStore.path(imageId) + ")";
    }

    /** The description in italics, for an image that is missing. */
    String withoutImage() {
        return placeholder.text().isEmpty() ? "" : "*" + escaped() + "*";
    }

    private String escaped() {
        String text = placeholder.text();
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (MARKUP.indexOf(c) >= 0 || c == '&' && beginsEntity(text, i + 1)) {
                escaped.append('\\');
            }
            escaped.append(c);
        }
        return escaped.toString();
    }

    /** Whether a character reference such as {@code &amp;} or {@code &#38;} follows. */
    private static boolean beginsEntity(String text, int from) {
        String near = text.substring(from, Math.min(text.length(), from + MAX_ENTITY_CHARACTERS));
        int semicolon = near.indexOf(';');
        int name = near.startsWith("#") ? 1 : 0;
        return semicolon > name
                && Chars.all(near.substring(name, semicolon), 1, 32, c -> c < 0x80 && Character.isLetterOrDigit(c));
    }
}
