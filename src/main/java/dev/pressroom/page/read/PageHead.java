package dev.pressroom.page.read;

import dev.pressroom.base.TextPattern;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** What a page says about itself for machines; a text that is missing is empty. */
record PageHead(String title, String siteName, String description, String language) {
    private static final int LONGEST_TITLE = 300;
    private static final int LONGEST_NAME = 120;
    private static final int LONGEST_DESCRIPTION = 600;
    private static final int MOST_METAS = 500;

    /** A tag of BCP 47, by its form. */
    private static final TextPattern LANGUAGE = TextPattern.of(50, "[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}");

    static PageHead of(Document document, StructuredData data) {
        Map<String, String> metas = metas(document);
        return new PageHead(
                first(
                        LONGEST_TITLE,
                        Stream.of(document.title(), meta(metas, "og:title"), meta(metas, "twitter:title"))),
                first(
                        LONGEST_NAME,
                        Stream.of(
                                meta(metas, "og:site_name"),
                                meta(metas, "application-name"),
                                data.siteName().orElse(""))),
                first(
                        LONGEST_DESCRIPTION,
                        Stream.of(
                                meta(metas, "description"),
                                meta(metas, "og:description"),
                                meta(metas, "twitter:description"),
                                data.description().orElse(""))),
                language(document));
    }

    /** The first of each name counts. */
    private static Map<String, String> metas(Document document) {
        Map<String, String> metas = new HashMap<>();
        document.select("meta[content]").stream().limit(MOST_METAS).forEach(meta -> {
            String name = meta.hasAttr("name") ? meta.attr("name") : meta.attr("property");
            metas.putIfAbsent(name.strip().toLowerCase(Locale.ROOT), meta.attr("content"));
        });
        return metas;
    }

    private static String meta(Map<String, String> metas, String name) {
        return metas.getOrDefault(name, "");
    }

    private static String first(int longest, Stream<String> texts) {
        return texts.map(text -> CleanLine.of(text, longest))
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
