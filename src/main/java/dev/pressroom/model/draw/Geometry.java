package dev.pressroom.model.draw;

import java.util.ArrayList;
import java.util.List;

/** Motifs of plain shapes. */
final class Geometry {
    private Geometry() {}

    static void tiles(Svg svg, Box box, Palette palette, Chance chance) {
        int rows = Math.max(2, (int) Math.round(box.height() / 158));
        double side = box.height() / rows;
        int columns = (int) Math.ceil(box.width() / side);
        List<String> grounds = List.of(
                palette.shades().get(0),
                palette.shades().get(1),
                palette.shades().get(0),
                palette.second());
        List<String> shapes = List.of(
                palette.shades().get(2),
                palette.second(),
                palette.accent(),
                palette.ground(),
                palette.shades().get(2));
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                String ground = chance.one(grounds);
                String shape = chance.one(shapes);
                tile(
                        svg,
                        box.right() - (column + 1) * side,
                        box.y() + row * side,
                        side,
                        ground,
                        shape.equals(ground) ? palette.shades().get(2) : shape,
                        chance);
            }
        }
    }

    private static void tile(Svg svg, double x, double y, double side, String ground, String shape, Chance chance) {
        svg.rect(x - 0.5, y - 0.5, side + 1, side + 1, ground);
        svg.open(
                "g",
                "transform",
                svg.d("translate(%s %s) rotate(%s)", x + side / 2, y + side / 2, 90.0 * chance.below(4)));
        double half = side / 2;
        switch (chance.below(5)) {
            case 0 ->
                svg.path(svg.d("M%s %s h%s a%s %s 0 0 1 %s %s Z", -half, -half, side, side, side, -side, side), shape);
            case 1 -> svg.path(svg.d("M%s %s a%s %s 0 0 0 %s 0 Z", -half, -half, half, half, side), shape);
            case 2 -> svg.path(svg.d("M%s %s h%s L%s %s Z", -half, -half, side, -half, half), shape);
            case 3 -> svg.circle(0, 0, half * 0.62, shape);
            default -> {
                svg.path(svg.d("M%s %s h%s a%s %s 0 0 1 %s %s Z", -half, -half, side, side, side, -side, side), shape);
                svg.path(svg.d("M%s %s h%s a%s %s 0 0 1 %s %s Z", -half, -half, half, half, half, -half, half), ground);
            }
        }
        svg.close("g");
    }

    static void circles(Svg svg, Box box, Palette palette, Chance chance) {
        double x = box.x() + box.width() * chance.between(0.55, 0.72);
        double y = box.y() + box.height() * chance.between(0.42, 0.58);
        double radius = box.height() * chance.between(0.5, 0.58);
        rings(
                svg,
                x,
                y,
                radius,
                List.of(
                        palette.shades().get(0),
                        palette.shades().get(1),
                        palette.shades().get(2),
                        palette.second(),
                        palette.ground()));
        double angle = chance.between(Math.PI * 0.75, Math.PI * 1.35);
        double otherX = x + Math.cos(angle) * radius * 0.92;
        double otherY = y + Math.sin(angle) * radius * 0.92;
        svg.circle(otherX, otherY, radius * 0.34, palette.accent());
        svg.circle(otherX, otherY, radius * 0.16, palette.ground());
        double far = angle + Math.PI * chance.between(0.8, 1.1);
        svg.circle(x + Math.cos(far) * radius * 0.7, y + Math.sin(far) * radius * 0.7, radius * 0.13, palette.accent());
    }

    private static void rings(Svg svg, double x, double y, double radius, List<String> colors) {
        for (int i = 0; i < colors.size(); i++) {
            svg.circle(x, y, radius * (1 - i * 0.19), colors.get(i));
        }
    }

    private record Node(double x, double y, double radius) {}

    static void network(Svg svg, Box box, Palette palette, Chance chance) {
        double cell = Math.max(110, box.height() / 5);
        List<Node> nodes = new ArrayList<>();
        for (double y = box.y() + cell / 2; y < box.bottom() + cell / 2; y += cell) {
            for (double x = box.x() + cell * 0.4; x < box.right() + cell / 2; x += cell) {
                nodes.add(new Node(
                        x + chance.between(-0.32, 0.32) * cell,
                        y + chance.between(-0.32, 0.32) * cell,
                        chance.below(4) == 0 ? chance.between(20, 34) : chance.between(6, 13)));
            }
        }
        for (int i = 0; i < nodes.size(); i++) {
            for (Node other : nodes.subList(i + 1, nodes.size())) {
                Node node = nodes.get(i);
                if (Math.hypot(node.x() - other.x(), node.y() - other.y()) < cell * 1.28) {
                    svg.line(
                            node.x(),
                            node.y(),
                            other.x(),
                            other.y(),
                            palette.shades().get(1),
                            3);
                }
            }
        }
        int accents = 0;
        for (Node node : nodes) {
            boolean large = node.radius() > 15;
            String color = large && accents++ % 3 == 0
                    ? palette.accent()
                    : large ? palette.second() : palette.shades().get(2);
            svg.circle(node.x(), node.y(), node.radius(), color);
            if (large) {
                svg.circle(node.x(), node.y(), node.radius() * 0.45, palette.ground());
            }
        }
    }

    static void steps(Svg svg, Box box, Palette palette, Chance chance) {
        int count = Math.max(5, (int) Math.round(box.width() / 92));
        double width = box.width() / count;
        double bar = width * 0.68;
        StringBuilder curve = new StringBuilder();
        double lastX = 0;
        double lastY = 0;
        for (int i = 0; i < count; i++) {
            double share = Math.min(0.8, 0.16 + 0.6 * Math.pow((i + 1.0) / count, 1.35) + chance.between(-0.05, 0.05));
            double x = box.x() + i * width + (width - bar) / 2;
            double y = box.bottom() - box.height() * share;
            String color = i == count - 1
                    ? palette.accent()
                    : i % 3 == 1 ? palette.second() : palette.shades().get(1 + i % 2);
            svg.rect(x, y, bar, box.bottom() - y + bar, color, "rx", bar * 0.22);
            lastX = x + bar / 2;
            lastY = y - box.height() * 0.1;
            curve.append(svg.d(i == 0 ? "M%s %s" : "L%s %s", lastX, lastY));
        }
        svg.path(
                curve.toString(),
                "none",
                "stroke",
                palette.softInk(),
                "stroke-width",
                4,
                "stroke-dasharray",
                "2 12",
                "stroke-linecap",
                "round",
                "stroke-linejoin",
                "round");
        svg.circle(lastX, lastY, 11, palette.accent(), "stroke", palette.softInk(), "stroke-width", 4);
    }
}
