package dev.pressroom.page.read;

import dev.pressroom.base.TextPattern;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** The metadata in the head of a page; missing texts are empty. */
record PageHead(String title, String siteName, String description, String language) {
    private static final int MAX_TITLE_CHARACTERS = 300;
    private static final int MAX_NAME_CHARACTERS = 120;
    private static final int MAX_DESCRIPTION_CHARACTERS = 600;
    private static final int MAX_METAS = 500;

    /** The syntax of a BCP 47 tag. */
    private static final TextPattern LANGUAGE = TextPattern.of(50, "[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}");

    static PageHead of(Document document, StructuredData data) {
        Map<String, String> metas = metas(document);
        return new PageHead(
                first(
                        MAX_TITLE_CHARACTERS,
                        Stream.of(document.title(), meta(metas, "og:title"), meta(metas, "twitter:title"))),
                first(
                        MAX_NAME_CHARACTERS,
                        Stream.of(
                                meta(metas, "og:site_name"),
                                meta(metas, "application-name"),
                                data.siteName().orElse(""))),
                first(
                        MAX_DESCRIPTION_CHARACTERS,
                        Stream.of(
                                meta(metas, "description"),
                                meta(metas, "og:description"),
                                meta(metas, "twitter:description"),
                                data.description().orElse(""))),
                language(document));
    }

    /** By name in lower case; the first of each name counts. */
    private static Map<String, String> metas(Document document) {
        Map<String, String> metas = new HashMap<>();
        document.select("meta[content]").stream().limit(MAX_METAS).forEach(meta -> {
            String name = meta.hasAttr("name") ? meta.attr("name") : meta.attr("property");
            metas.putIfAbsent(name.strip().toLowerCase(Locale.ROOT), meta.attr("content"));
        });
        return metas;
    }

    private static String meta(Map<String, String> metas, String name) {
        return metas.getOrDefault(name, "");
    }

    private static String first(int max, Stream<String> texts) {
        return texts.map(text -> CleanLine.of(text, max))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String language(Document document) {
        return Optional.ofNullable(document.selectFirst("html"))
                .map(PageHead::declared)
                .filter(LANGUAGE::matches)
                .orElse("");
    }

    private static String declared(Element html) {
        return (html.hasAttr("lang") ? html.attr("lang") : html.attr("xml:lang")).strip();
    }
}
