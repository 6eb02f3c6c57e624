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
 * A placeholder in a post, and the id of the image that belongs there: it follows from the post and the placeholder, so
 * that the same one is never drawn, or paid for, twice.
 */
record ImageSlot(Placeholder placeholder, UUID imageId) {
    private static final String MARKUP = "\\`*_[]<>";
    private static final int LONGEST_ENTITY = 34;

    /** All in a text, in order. */
    static List<ImageSlot> in(String content, UUID postId) {
        Map<String, Integer> seen = new HashMap<>();
        List<ImageSlot> spots = new ArrayList<>();
        for (Placeholder placeholder : Placeholder.in(content)) {
            int occurrence = seen.merge(placeholder.raw(), 1, Integer::sum);
            spots.add(new ImageSlot(placeholder, imageId(postId, placeholder.raw(), occurrence)));
        }
        return spots;
    }

    private static UUID imageId(UUID postId, String raw, int occurrence) {
        String name = "pressroom:image:" + postId + ":" + occurrence + ":" + raw;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws Failure when it is a chart that cannot be drawn */
    ImagePrompt prompt(String title, Optional<BrandColors> colors) {
        return placeholder
                .chart()
                .map(chart -> ImagePrompt.chart(chart, colors))
                .orElseGet(() -> ImagePrompt.picture(placeholder.type(), placeholder.text(), title, colors));
    }

    String withImage() {
        return "![" + escaped() + "](" + ImageStore.path(imageId) + ")";
    }

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

    /** Whether a name or number of a character and a semicolon follow, as in {@code &amp;} and {@code &#38;}. */
    private static boolean beginsEntity(String text, int from) {
        String near = text.substring(from, Math.min(text.length(), from + LONGEST_ENTITY));
        int semicolon = near.indexOf(';');
        int name = near.startsWith("#") ? 1 : 0;
        return semicolon > name
                && Chars.all(near.substring(name, semicolon), 1, 32, c -> c < 0x80 && Character.isLetterOrDigit(c));
    }
}
