package dev.pressroom.load;

import java.util.ArrayList;
import java.util.List;

/** How often which time was measured, as inline SVG: times to the right, each class as much longer as the one before. */
final class Bars {
    private static final double WIDTH = 720;
    private static final double HEIGHT = 200;
    private static final double LEFT = 64;
    private static final double RIGHT = 20;
    private static final double TOP = 18;
    private static final double BOTTOM = 26;
    private static final int CLASSES = 48;
    private static final double[] ROUND = {1, 2, 5};
    private static final double[] MARKED = {0.5, 0.9, 0.99};

    private final Histogram times;
    private final Axis across;
    private final Axis up;
    private final double width;

    private Bars(Histogram times) {
        this.times = times;
        double low = Math.log(Math.max(0.1, times.percentile(0)) * 0.85);
        double high = Math.log(Math.max(times.largest(), 0.2) * 1.1);
        this.width = (high - low) / CLASSES;
        this.across = new Axis(low, high, LEFT, WIDTH - RIGHT);
        this.up = Axis.upwards(
                0, counts().stream().mapToLong(Long::longValue).max().orElse(1), HEIGHT - BOTTOM, TOP);
    }

    static String of(String title, Histogram times) {
        Bars bars = new Bars(times);
        return "<figure><figcaption><b>" + Html.text(title) + "</b></figcaption>"
                + ErrorKinds.format(
                        "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\">",
                        WIDTH, HEIGHT, Html.text(title))
                + bars.grid() + bars.bars() + bars.marks() + "</svg></figure>\n";
    }

    private List<Long> counts() {
        List<Long> counts = new ArrayList<>();
        for (int i = 0; i < CLASSES; i++) {
            counts.add(times.between(edge(i), edge(i + 1)));
        }
        return counts;
    }

    private double edge(int index) {
        return Math.exp(across.from() + index * width);
    }

    private String grid() {
        StringBuilder grid = new StringBuilder();
        for (double tick : up.ticks(4)) {
            grid.append(ErrorKinds.format(
                    "<path class=\"grid\" d=\"M%.1f %.1fH%.1f\"/><text class=\"y\" x=\"%.1f\" y=\"%.1f\">%s</text>",
                    LEFT, up.at(tick), WIDTH - RIGHT, LEFT - 8, up.at(tick) + 4, ErrorKinds.number(tick)));
        }
        for (double decade = 0.1; decade < 1e7; decade *= 10) {
            for (double round : ROUND) {
                double x = Math.log(decade * round);
                if (x >= across.from() && x <= across.to() && (round == 1 || across.to() - across.from() < 4)) {
                    grid.append(ErrorKinds.format(
                            "<text class=\"x\" x=\"%.1f\" y=\"%.1f\">%s</text>",
                            across.at(x), HEIGHT - 6, ErrorKinds.millis(decade * round)));
                }
            }
        }
        return grid.toString();
    }

    private String bars() {
        StringBuilder bars = new StringBuilder();
        List<Long> counts = counts();
        for (int i = 0; i < CLASSES; i++) {
            double x = across.at(across.from() + i * width);
            bars.append(ErrorKinds.format(
                    "<rect class=\"bar\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\">"
                            + "<title>%s to %s: %,d</title></rect>",
                    x + 0.5,
                    up.at(counts.get(i)),
                    (WIDTH - RIGHT - LEFT) / CLASSES - 1,
                    HEIGHT - BOTTOM - up.at(counts.get(i)),
                    ErrorKinds.millis(edge(i)),
                    ErrorKinds.millis(edge(i + 1)),
                    counts.get(i)));
        }
        return bars.toString();
    }

    /** Where the percentiles are; one that would stand in another's way is left without its name. */
    private String marks() {
        StringBuilder marks = new StringBuilder();
        double free = 0;
        for (double share : MARKED) {
            double x = across.at(Math.log(Math.max(0.1, times.percentile(share))));
            marks.append(ErrorKinds.format("<path class=\"mark\" d=\"M%.1f %.1fV%.1f\"/>", x, TOP, HEIGHT - BOTTOM));
            if (x > free) {
                marks.append(ErrorKinds.format(
                        "<text class=\"x\" x=\"%.1f\" y=\"%.1f\">p%.0f</text>", x, TOP - 5, share * 100));
                free = x + 26;
            }
        }
        return marks.toString();
    }
}
