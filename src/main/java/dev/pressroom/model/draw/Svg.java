package dev.pressroom.model.draw;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** Writes an SVG document. All text is escaped; there are no external references and no scripts. */
final class Svg {
    static final int WIDTH = 1200;

    /**
     * Height of title cards and of most charts (those with many bars are higher), so that pages can reserve the space
     * of an image.
     */
    static final int HEIGHT = 675;

    private final StringBuilder out = new StringBuilder(4096);
    private final DecimalFormat number = new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT));

    /** The alignment of the lines of a text. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /** @param title for screen readers, as {@code description} */
    Svg(double height, String title, String description) {
        out.append("<svg xmlns=\"http://www.w3.org/2000/svg\"");
        attributes("viewBox", "0 0 " + WIDTH + " " + number.format(height), "width", WIDTH, "height", height);
        attributes("role", "img", "font-family", Caption.FONTS);
        out.append('>');
        accessibleText("title", title);
        accessibleText("desc", description);
    }

    private void accessibleText(String name, String text) {
        String words = Caption.clean(text);
        out.append(words.isEmpty() ? "" : "<" + name + ">" + escaped(words) + "</" + name + ">");
    }

    /** @param attributes name and value in turn; a value is text or a number */
    Svg leaf(String name, Object... attributes) {
        out.append('<').append(name);
        attributes(attributes);
        out.append("/>");
        return this;
    }

    Svg rect(double x, double y, double width, double height, String fill, String kind) {
        return leaf("rect", "x", x, "y", y, "width", width, "height", height, "fill", fill, "class", kind);
    }

    Svg line(double x1, double y1, double x2, double y2, String stroke) {
        return leaf("line", "x1", x1, "y1", y1, "x2", x2, "y2", y2, "stroke", stroke, "stroke-width", 2);
    }

    /** The data of a path: a format whose numbers get at most two decimals. */
    String path(String format, double... numbers) {
        Object[] written = new Object[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            written[i] = number.format(numbers[i]);
        }
        return format.formatted(written);
    }

    /** Draws lines of text, the top of the first at {@code y}. Right-to-left text is aligned to the other side. */
    Svg text(TextBlock block, double x, double y, double width, String fill, Anchor anchor) {
        boolean rtl = block.rightToLeft();
        double at = switch (anchor) {
            case START -> rtl ? x + width : x;
            case MIDDLE -> x + width / 2;
            case END -> rtl ? x : x + width;
        };
        for (int i = 0; i < block.lines().size(); i++) {
            out.append("<text");
            attributes("x", at, "y", y + block.size() * (0.93 + i * TextBlock.LINE_HEIGHT), "font-size", block.size());
            attributes("fill", fill, "font-weight", block.bold() ? "700" : "400");
            attributes("text-anchor", anchor.name().toLowerCase(Locale.ROOT), "direction", rtl ? "rtl" : "ltr");
            out.append('>').append(escaped(block.lines().get(i))).append("</text>");
        }
        return this;
    }

    String end() {
        return out + "</svg>\n";
    }

    private void attributes(Object... attributes) {
        for (int i = 0; i < attributes.length; i += 2) {
            Object value = attributes[i + 1];
            String text = value instanceof Number n ? number.format(n) : value.toString();
            out.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(escaped(text))
                    .append('"');
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
