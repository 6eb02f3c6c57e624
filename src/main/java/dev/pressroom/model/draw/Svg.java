package dev.pressroom.model.draw;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** Writes an SVG document. All text is escaped; nothing in it refers to anything outside, and there are no scripts. */
final class Svg {
    private final StringBuilder out = new StringBuilder(8192);
    private final DecimalFormat number = new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT));
    private int gradients;

    /** Where the lines of a text begin, are centred, or end. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /** @param title and {@code description} are for those who cannot see it */
    Svg(int width, int height, String title, String description) {
        open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "viewBox",
                "0 0 " + width + " " + height,
                "width",
                width,
                "height",
                height,
                "role",
                "img",
                "font-family",
                Widths.fonts());
        spoken("title", title);
        spoken("desc", description);
    }

    private void spoken(String name, String text) {
        String words = Words.clean(text);
        if (!words.isEmpty()) {
            out.append('<').append(name).append('>');
            escape(words);
            out.append("</").append(name).append('>');
        }
    }

    /** @param attributes name and value in turn; a value is text or a number */
    Svg open(String name, Object... attributes) {
        tag(name, attributes);
        out.append('>');
        return this;
    }

    Svg close(String name) {
        out.append("</").append(name).append('>');
        return this;
    }

    Svg leaf(String name, Object... attributes) {
        tag(name, attributes);
        out.append("/>");
        return this;
    }

    Svg rect(double x, double y, double width, double height, String fill, Object... more) {
        return leaf("rect", with(more, "x", x, "y", y, "width", width, "height", height, "fill", fill));
    }

    Svg circle(double x, double y, double radius, String fill, Object... more) {
        return leaf("circle", with(more, "cx", x, "cy", y, "r", radius, "fill", fill));
    }

    Svg line(double x1, double y1, double x2, double y2, String stroke, double width) {
        return leaf("line", "x1", x1, "y1", y1, "x2", x2, "y2", y2, "stroke", stroke, "stroke-width", width);
    }

    /** @param d in the language of SVG paths; made with {@link #path(String, Object...)} */
    Svg path(String d, String fill, Object... more) {
        return leaf("path", with(more, "d", d, "fill", fill));
    }

    /** A path by a format whose numbers are written as everywhere here. */
    String d(String format, double... numbers) {
        Object[] written = new Object[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            written[i] = number.format(numbers[i]);
        }
        return format.formatted(written);
    }

    /** A gradient from the upper left to the lower right; gives what to fill with. */
    String gradient(String from, String to) {
        return gradient(from, 1, to, 1, "1", "1");
    }

    /** A gradient from top to bottom. */
    String fade(String color, double from, double to) {
        return gradient(color, from, color, to, "0", "1");
    }

    private String gradient(String from, double fromOpacity, String to, double toOpacity, String x2, String y2) {
        String id = "g" + ++gradients;
        open("defs").open("linearGradient", "id", id, "x1", "0", "y1", "0", "x2", x2, "y2", y2);
        leaf("stop", "offset", "0", "stop-color", from, "stop-opacity", fromOpacity);
        leaf("stop", "offset", "1", "stop-color", to, "stop-opacity", toOpacity);
        close("linearGradient").close("defs");
        return "url(#" + id + ")";
    }

    /** Cuts off what is drawn until {@link #unclip} and goes beyond the box with its rounded corners. */
    Svg clip(Box box, double rounded) {
        String id = "c" + ++gradients;
        open("clipPath", "id", id);
        rect(box.x(), box.y(), box.width(), box.height(), "#000", "rx", rounded);
        close("clipPath");
        return open("g", "clip-path", "url(#" + id + ")");
    }

    Svg unclip() {
        return close("g");
    }

    /**
     * Draws lines of text, the top of the first at {@code y}. Text from right to left begins at the other end of the
     * {@code width}.
     */
    Svg text(TextBlock block, double x, double y, double width, String fill, Anchor anchor) {
        double baseline = y + block.size() * 0.93;
        for (String line : block.lines()) {
            text(line, at(block, x, width, anchor), baseline, block, fill, anchor);
            baseline += block.size() * TextBlock.LINE;
        }
        return this;
    }

    private static double at(TextBlock block, double x, double width, Anchor anchor) {
        return switch (anchor) {
            case START -> block.rightToLeft() ? x + width : x;
            case MIDDLE -> x + width / 2;
            case END -> block.rightToLeft() ? x : x + width;
        };
    }

    private void text(String line, double x, double baseline, TextBlock block, String fill, Anchor anchor) {
        tag("text", "x", x, "y", baseline, "font-size", block.size(), "fill", fill);
        if (block.bold()) {
            attribute("font-weight", "700");
        }
        if (anchor != Anchor.START) {
            attribute("text-anchor", anchor.name().toLowerCase(Locale.ROOT));
        }
        if (block.rightToLeft()) {
            attribute("direction", "rtl");
        }
        out.append('>');
        escape(line);
        out.append("</text>");
    }

    String end() {
        return out + "</svg>\n";
    }

    private static Object[] with(Object[] more, Object... first) {
        Object[] all = new Object[first.length + more.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return all;
    }

    private void tag(String name, Object... attributes) {
        out.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            attribute((String) attributes[i], attributes[i + 1]);
        }
    }

    private void attribute(String name, Object value) {
        out.append(' ').append(name).append("=\"");
        escape(value instanceof Number n ? number.format(n) : value.toString());
        out.append('"');
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> out.append(c);
            }
        }
    }
}
