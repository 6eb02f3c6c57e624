package dev.pressroom.model.draw;

import dev.pressroom.image.BrandColors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Colours as {@code #rrggbb}, chosen so that they are distinguishable and text on them is legible. */
final class Colors {
    static final String WHITE = "#ffffff";
    static final String INK = "#1d2733";

    /** Neighbours differ in lightness too, for readers with colour blindness. */
    private static final List<String> PARTS = List.of(
            "#2f6690", "#f2a541", "#3a7d44", "#f4d35e", "#8e4162", "#9bc1bc", "#c8553d", "#c6b8e0", "#5f5f7a",
            "#e6c3a5");

    private static final List<String> BACKGROUNDS =
            List.of("#1f4e5f", "#2d3a6e", "#2f5d46", "#6b2d5c", "#7a3b2e", "#283845");

    private Colors() {}

    /** The primary brand colour, or else a colour selected by the hash of the words. */
    static String background(Optional<BrandColors> brand, String words) {
        return brand.map(BrandColors::primary)
                .orElse(BACKGROUNDS.get(Math.floorMod(words.hashCode(), BACKGROUNDS.size())));
    }

    /**
     * Ten colours for the slices of a chart, on white. A primary brand colour comes first and replaces the most similar
     * one.
     */
    static List<String> parts(Optional<BrandColors> brand) {
        List<String> parts = new ArrayList<>(PARTS);
        brand.ifPresent(colors -> {
            String own = against(colors.primary(), WHITE, 3);
            var dark = IntStream.iterate(0, i -> i < parts.size(), i -> i + 2).boxed();
            int nearest = dark.min(Comparator.comparingInt(i -> distance(parts.get(i), own)))
                    .orElse(0);
            parts.set(nearest, parts.get(0));
            parts.set(0, own);
        });
        return parts;
    }

    /** The text colour for a background: white, dark grey or black, the first with a contrast of 4.5. */
    static String ink(String background) {
        var inks = List.of(WHITE, INK).stream().filter(ink -> contrast(ink, background) >= 4.5);
        return inks.findFirst().orElse("#000000");
    }

    /** The colour, mixed with black or white until it has this contrast to the background. */
    static String against(String color, String background, double contrast) {
        String end = luminance(background) < 0.18 ? WHITE : "#000000";
        String mixed = color;
        for (int percent = 5; contrast(mixed, background) < contrast && percent <= 100; percent += 5) {
            mixed = mixed(color, end, percent);
        }
        return mixed;
    }

    /** The contrast ratio of WCAG 2.2, from 1 (the same colour) to 21 (black on white). */
    static double contrast(String one, String other) {
        double a = luminance(one) + 0.05;
        double b = luminance(other) + 0.05;
        return Math.max(a, b) / Math.min(a, b);
    }

    private static int distance(String one, String other) {
        return IntStream.of(1, 3, 5)
                .map(i -> Math.abs(part(one, i) - part(other, i)))
                .sum();
    }

    private static String mixed(String color, String other, int percent) {
        StringBuilder hex = new StringBuilder("#");
        for (int i = 1; i < color.length(); i += 2) {
            hex.append("%02x".formatted((part(color, i) * (100 - percent) + part(other, i) * percent) / 100));
        }
        return hex.toString();
    }

    private static double luminance(String hex) {
        return 0.2126 * linear(part(hex, 1)) + 0.7152 * linear(part(hex, 3)) + 0.0722 * linear(part(hex, 5));
    }

    private static double linear(int part) {
        double value = part / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    private static int part(String hex, int from) {
        return Integer.parseInt(hex.substring(from, from + 2), 16);
    }
}
