package dev.pressroom.model.draw;

import java.util.List;

/** Motifs that are taken from nature. */
final class Scenery {
    private Scenery() {}

    static void leaves(Svg svg, Box box, Palette palette, Chance chance) {
        double sun = box.height() * chance.between(0.15, 0.21);
        svg.circle(
                box.x() + box.width() * chance.between(0.45, 0.75),
                box.y() + box.height() * chance.between(0.25, 0.38),
                sun,
                palette.accent());
        double scale = Math.max(0.5, Math.min(1, box.height() / 540));
        int stems = Math.max(4, (int) Math.round(box.width() / 95 / scale));
        List<String> colors = List.of(
                palette.shades().get(1), palette.second(), palette.shades().get(2), palette.second());
        for (int i = 0; i < stems; i++) {
            double x = box.x() + box.width() * (i + chance.between(0.2, 0.8)) / stems;
            double height = box.height() * chance.between(0.45, 0.92);
            stem(
                    svg,
                    x,
                    box.bottom() + 10,
                    height,
                    chance.between(-70, 70) * scale,
                    scale,
                    colors.get(i % colors.size()),
                    chance);
        }
    }

    private static void stem(
            Svg svg, double x, double bottom, double height, double lean, double scale, String color, Chance chance) {
        svg.path(
                svg.d("M%s %s Q%s %s %s %s", x, bottom, x, bottom - height * 0.6, x + lean, bottom - height),
                "none",
                "stroke",
                color,
                "stroke-width",
                5,
                "stroke-linecap",
                "round");
        int pairs = (int) Math.max(3, height / 62 / scale);
        double open = chance.between(28, 50);
        for (int i = 1; i <= pairs; i++) {
            double t = (i + 0.3) / (pairs + 0.6);
            double atX = x + lean * t * t;
            double atY = bottom - height * (1.2 * t * (1 - t) + t * t);
            double length = (1.15 - 0.6 * t) * scale * chance.between(72, 92);
            double tilt = lean * t * 0.25;
            leaf(svg, atX, atY, length, -90 + tilt + open, color, 1);
            leaf(svg, atX, atY, length, -90 + tilt - open, color, 0.82);
        }
        leaf(svg, x + lean, bottom - height + 6, 58 * scale, -90 + lean * 0.4, color, 1);
    }

    private static void leaf(Svg svg, double x, double y, double length, double degrees, String color, double opacity) {
        double half = length * 0.3;
        svg.path(
                svg.d(
                        "M0 0 C%s %s %s %s %s 0 C%s %s %s %s 0 0",
                        length * 0.25, -half, length * 0.7, -half, length, length * 0.7, half, length * 0.25, half),
                color,
                "opacity",
                opacity,
                "transform",
                svg.d("translate(%s %s) rotate(%s)", x, y, degrees));
    }

    static void waves(Svg svg, Box box, Palette palette, Chance chance) {
        svg.circle(
                box.x() + box.width() * chance.between(0.4, 0.75),
                box.y() + box.height() * chance.between(0.25, 0.36),
                box.height() * chance.between(0.13, 0.18),
                palette.accent());
        List<String> colors = List.of(
                palette.shades().get(0),
                palette.shades().get(1),
                palette.shades().get(2),
                palette.second(),
                palette.shades().get(1));
        double length = box.width() * chance.between(0.5, 0.8);
        for (int i = 0; i < colors.size(); i++) {
            double y = box.y() + box.height() * (0.38 + 0.135 * i);
            double swing = box.height() * (0.075 - 0.006 * i);
            wave(svg, box, y, swing, length * (1 - 0.06 * i), chance.between(0, length), colors.get(i));
        }
    }

    private static void wave(Svg svg, Box box, double y, double swing, double length, double shift, String color) {
        StringBuilder d = new StringBuilder(svg.d("M%s %s", box.x() - shift - length, y));
        for (double x = box.x() - shift - length; x < box.right() + length; x += length) {
            d.append(svg.d("q%s %s %s 0t%s 0", length / 4, -2 * swing, length / 2, length / 2));
        }
        d.append(svg.d("V%s H%s Z", box.bottom() + 5, box.x() - shift - length));
        svg.path(d.toString(), color);
    }

    static void hills(Svg svg, Box box, Palette palette, Chance chance) {
        svg.circle(
                box.x() + box.width() * chance.between(0.5, 0.75),
                box.y() + box.height() * chance.between(0.25, 0.34),
                box.height() * chance.between(0.11, 0.16),
                palette.accent());
        peaks(svg, box, 0.42, palette.shades().get(0), chance);
        peaks(svg, box, 0.58, palette.shades().get(1), chance);
        ridge(svg, box, 0.68, palette.shades().get(2), chance);
        ridge(svg, box, 0.83, palette.second(), chance);
    }

    private static void peaks(Svg svg, Box box, double level, String color, Chance chance) {
        double x = box.x() - box.width() * chance.between(0.05, 0.25);
        double base = box.bottom() + 5;
        StringBuilder d = new StringBuilder(svg.d("M%s %s", x, base));
        d.append(svg.d("L%s %s", x, box.y() + box.height() * (level + 0.2)));
        while (x < box.right()) {
            double width = box.width() * chance.between(0.26, 0.42);
            double top = box.y() + box.height() * (level - chance.between(0.0, 0.14));
            d.append(svg.d("L%s %s", x + width / 2, top));
            d.append(svg.d("L%s %s", x + width, box.y() + box.height() * (level + chance.between(0.12, 0.24))));
            x += width;
        }
        svg.path(
                d.append(svg.d("V%s Z", base)).toString(),
                color,
                "stroke",
                color,
                "stroke-width",
                14,
                "stroke-linejoin",
                "round");
    }

    private static void ridge(Svg svg, Box box, double level, String color, Chance chance) {
        double step = box.width() / 3;
        double x = box.x() - step * chance.between(0.2, 0.9);
        double y = box.y() + box.height() * level;
        StringBuilder d = new StringBuilder(svg.d("M%s %s", x, y));
        for (; x < box.right() + step; x += step) {
            double to = box.y() + box.height() * (level + chance.between(-0.07, 0.07));
            d.append(svg.d("C%s %s %s %s %s %s", x + step / 2, y, x + step / 2, to, x + step, to));
            y = to;
        }
        svg.path(d.append(svg.d("V%s H%s Z", box.bottom() + 5, box.x() - step)).toString(), color);
    }

    static void sun(Svg svg, Box box, Palette palette, Chance chance) {
        double x = box.x() + box.width() * chance.between(0.48, 0.62);
        double y = box.bottom() - box.height() * chance.between(0.12, 0.3);
        double reach = Math.hypot(box.width(), box.height());
        int rays = 14 + 2 * chance.below(4);
        double turn = chance.between(0, 360);
        for (int i = 0; i < rays; i++) {
            double from = Math.toRadians(turn + i * 360.0 / rays);
            double to = Math.toRadians(turn + (i + 0.5) * 360.0 / rays);
            svg.path(
                    svg.d(
                            "M%s %s L%s %s L%s %s Z",
                            x,
                            y,
                            x + reach * Math.cos(from),
                            y + reach * Math.sin(from),
                            x + reach * Math.cos(to),
                            y + reach * Math.sin(to)),
                    palette.shades().get(i % 2));
        }
        double radius = box.height() * chance.between(0.24, 0.32);
        svg.circle(x, y, radius * 1.62, palette.shades().get(2));
        svg.circle(x, y, radius * 1.3, palette.second());
        svg.circle(x, y, radius, palette.accent());
    }
}
