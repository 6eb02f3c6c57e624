package dev.pressroom.post;

import dev.pressroom.base.Failure;
import dev.pressroom.model.ImagePrompt;
import dev.pressroom.picture.BrandColors;
import dev.pressroom.picture.ImageStore;
import dev.pressroom.picture.Placeholder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A placeholder in a post, and the id of the image that belongs there: it follows from the post and the placeholder, so
 * that the same one is never drawn, or paid for, twice.
 */
record Spot(Placeholder placeholder, UUID imageId) {
    private static final Pattern MARKUP = Pattern.compile("[\\\\`*_\\[\\]<>]|&(?=#?\\w{1,32};)");

    /** All in a text, in order. */
    static List<Spot> in(String content, UUID postId) {
        Map<String, Integer> seen = new HashMap<>();
        List<Spot> spots = new ArrayList<>();
        for (Placeholder placeholder : Placeholder.in(content)) {
            int occurrence = seen.merge(placeholder.raw(), 1, Integer::sum);
            spots.add(new Spot(placeholder, imageId(postId, placeholder.raw(), occurrence)));
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
        return MARKUP.matcher(placeholder.text()).replaceAll("\\\\$0");
    }
}
