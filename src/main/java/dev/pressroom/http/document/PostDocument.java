package dev.pressroom.http.document;

import dev.pressroom.base.CleanText;
import dev.pressroom.base.StopWords;
import dev.pressroom.image.Placeholder;
import dev.pressroom.post.Post;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jsoup.nodes.Element;

/**
 * A post as a whole document in Markdown or HTML. Placeholders of images that have not been generated are left out. The time
 * grows with the length of the post: call it on a worker thread.
 *
 * @param description may be empty
 * @param content Markdown without placeholders
 * @param language a BCP 47 tag; empty when it is not known
 */
record PostDocument(
        String title,
        String description,
        JsonArray tags,
        String content,
        Optional<String> language,
        Post.Summary post) {
    private static final int MAX_TAGS = 100;

    static PostDocument of(Post post) {
        JsonObject meta = post.meta();
        String content = Placeholder.replaced(post.content(), placeholder -> "").strip();
        return new PostDocument(
                CleanText.line(post.summary().title()),
                text(meta, "metaDescription").or(() -> text(meta, "subtitle")).orElse(""),
                tags(meta),
                content,
                text(meta, "language")
                        .flatMap(PostDocument::languageTag)
                        .or(() -> StopWords.language(post.summary().title() + " " + content)),
                post.summary());
    }

    private static Optional<String> text(JsonObject meta, String member) {
        return meta.getValue(member) instanceof String text
                ? Optional.of(CleanText.line(text)).filter(line -> !line.isEmpty())
                : Optional.empty();
    }

    private static JsonArray tags(JsonObject meta) {
        JsonArray tags = new JsonArray();
        if (meta.getValue("tags") instanceof JsonArray all) {
            all.stream()
                    .filter(String.class::isInstance)
                    .limit(MAX_TAGS)
                    .forEach(tag -> tags.add(CleanText.line((String) tag)));
        }
        return tags;
    }

    private static Optional<String> languageTag(String language) {
        try {
            String tag = new Locale.Builder().setLanguageTag(language).build().toLanguageTag();
            return Optional.of(tag).filter(known -> !known.equals("und"));
        } catch (IllformedLocaleException name) {
            return Optional.empty();
        }
    }

    /**
     * YAML front matter, the title as a heading unless the content begins with it, and the content.
     *
     * @param images makes the URLs of images absolute
     */
    Buffer markdown(UnaryOperator<Buffer> images) {
        StringBuilder text = new StringBuilder("---\ntitle: ").append(Json.encode(title));
        if (!description.isEmpty()) {
            text.append("\ndescription: ").append(Json.encode(description));
        }
        if (!tags.isEmpty()) {
            text.append("\ntags: ").append(tags.encode());
        }
        language.ifPresent(tag -> text.append("\nlang: ").append(Json.encode(tag)));
        text.append("\nstatus: ")
                .append(post.status())
                .append("\ndate: ")
                .append(post.createdAt().toInstant())
                .append("\n---\n\n");
        if (!beginsWithTitle()) {
            text.append("# ").append(escaped(title)).append("\n\n");
        }
        return images.apply(Buffer.buffer(text.append(content).append('\n').toString()));
    }

    private boolean beginsWithTitle() {
        List<String> first = content.lines().limit(1).toList();
        return !first.isEmpty()
                && first.get(0).startsWith("# ")
                && first.get(0).substring(2).strip().equals(title);
    }

    /** The title as text of a heading: without meaning for Markdown and HTML. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        text.chars().forEach(c -> {
            if ("\\`*_[]<>&#".indexOf(c) >= 0) {
                escaped.append('\\');
            }
            escaped.append((char) c);
        });
        return escaped.toString();
    }

    /** A complete document. @param imageUrl makes the URL of an image absolute */
    Buffer html(UnaryOperator<String> imageUrl) {
        Element head = new Element("head");
        head.appendElement("meta").attr("charset", "utf-8");
        head.appendElement("meta").attr("name", "viewport").attr("content", "width=device-width, initial-scale=1");
        head.appendElement("title").text(title);
        if (!description.isEmpty()) {
            head.appendElement("meta").attr("name", "description").attr("content", description);
        }
        String heading = beginsWithTitle() ? "" : new Element("h1").text(title).outerHtml();
        String article = MarkdownHtml.of(content, imageUrl).html();
        return Buffer.buffer("<!doctype html>\n"
                + language.map(tag -> "<html lang=\"" + tag + "\">").orElse("<html>")
                + head.outerHtml()
                + "\n<body><main><article>\n"
                + heading
                + article
                + "\n</article></main></body></html>\n");
    }

    /** A name for the file, of letters, digits and hyphens in ASCII, at most 80 characters, without its extension. */
    String fileName() {
        StringBuilder name = new StringBuilder();
        for (char c : title.toLowerCase(Locale.ROOT).toCharArray()) {
            boolean kept = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
            if (kept && name.length() < 80) {
                name.append(c);
            } else if (!kept && !name.isEmpty() && name.charAt(name.length() - 1) != '-') {
                name.append('-');
            }
        }
        String stripped = name.toString();
        String trimmed = stripped.endsWith("-") ? stripped.substring(0, stripped.length() - 1) : stripped;
        return trimmed.isEmpty() ? "post" : trimmed;
    }
}
