package dev.pressroom.page;

import dev.pressroom.base.Chars;
import dev.pressroom.base.TextPattern;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A media type (RFC 9110, section 8.3).
 *
 * @param name type and subtype in lower case, without parameters
 */
public record MediaType(String name, Optional<String> charset) {
    public static final String HTML = "text/html";

    private static final Set<String> PAGES = Set.of(HTML, "application/xhtml+xml");
    private static final TextPattern NAME = TextPattern.of(255, "[\\w!#$&^.+-]{1,127}/[\\w!#$&^.+-]{1,127}");
    private static final TextPattern CHARSET = TextPattern.of(500, ";\\s*charset\\s*=\\s*[\"']?([^\"';\\s]{1,40})");

    /** Characters of a file that are examined when the site sends no media type. */
    private static final int SNIFFED_CHARACTERS = 1500;

    private static final TextPattern HTML_START = TextPattern.of(
            SNIFFED_CHARACTERS + 1,
            "(?i)^\\s*<(?:!doctype html|!--|html|head|title|meta|link|script|style|body|div|p|h1|table|iframe|font|a|b|br)[\\s>-]");

    /** Empty when the header holds no valid media type; that counts as not sent. */
    public static Optional<MediaType> parse(String header) {
        String lower = header.toLowerCase(Locale.ROOT).strip();
        String name = Chars.split(Chars.split(lower, ';').get(0), ',').get(0).strip();
        return NAME.matches(name)
                ? Optional.of(new MediaType(name, CHARSET.find(lower).map(charset -> charset.group(1))))
                : Optional.empty();
    }

    /** Whether a text without a media type starts as an HTML page does (WHATWG MIME Sniffing, section 7.1). */
    public static boolean looksLikeHtml(String text) {
        return HTML_START.isIn(text.substring(0, Math.min(text.length(), SNIFFED_CHARACTERS)) + " ");
    }

    public boolean isPage() {
        return PAGES.contains(name);
    }

    /** A noun with its article for the sentence "At this address there is … instead of a web page". */
    public String described() {
        if (name.equals("application/pdf")) {
            return "a PDF document";
        }
        return switch (name.substring(0, name.indexOf('/'))) {
            case "image" -> "an image";
            case "video" -> "a video";
            case "audio" -> "an audio file";
            case "font" -> "a font";
            default -> name.contains("json") || name.contains("xml") ? "JSON or XML data" : "a file of another type";
        };
    }
}
