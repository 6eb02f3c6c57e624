package dev.pressroom.model.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A page that has been read, as plain words: bounded, without markup, without sentences that are meant for a model.
 *
 * @param name what the business is called: by itself, by its title, or by its host
 * @param headings without those that repeat another
 * @param sentences of the text, in order
 * @param asks its calls to action, each as often as it stands there
 * @param links the words of its links
 * @param words how many the text has
 */
record SitePage(
        String host,
        String name,
        String title,
        String description,
        PageLanguage language,
        List<Heading> headings,
        List<String> sentences,
        List<Ask> asks,
        List<String> links,
        int words) {
    private static final int LONGEST_TEXT = 24_000;
    private static final int LONGEST_HEADING = 120;

    record Heading(int level, String text) {}

    static SitePage of(JsonObject page, SiteLexicon lexicon) {
        String host = host(string(page, "url"));
        String title = Hostile.phrase(string(page, "title").replace("|", " – "), 160);
        String description = String.join(" ", Hostile.sentences(Plain.cut(string(page, "metaDescription"), 500)));
        List<Heading> headings = objects(page, "headings", 60, SitePage::heading)
                .filter(heading -> !heading.text().isEmpty())
                .distinct()
                .toList();
        String body = string(page, "text").isBlank() ? told(page) : string(page, "text");
        List<String> sentences = Hostile.sentences(apart(Plain.cut(body, LONGEST_TEXT), headings));
        String all = Stream.of(Stream.of(title, description), headings.stream().map(Heading::text), sentences.stream())
                .flatMap(s -> s)
                .collect(Collectors.joining(" "));
        return new SitePage(
                host,
                SiteName.of(Hostile.phrase(string(page, "siteName"), 60), title, host, lexicon),
                title,
                description,
                PageLanguage.of(string(page, "language"), all, lexicon),
                headings,
                sentences,
                objects(page, "ctas", 40, cta -> Hostile.phrase(string(cta, "text"), 60))
                        .filter(text -> !text.isEmpty()
                                && !LimitedPattern.matches(text, ".*(?:[<>{}\\[\\]$=\\\\]|://|\\w\\().*"))
                        .map(Ask::of)
                        .toList(),
                objects(page, "links", 100, link -> Hostile.phrase(string(link, "text"), 60))
                        .toList(),
                sentences.stream().mapToInt(Draft::words).sum());
    }

    Optional<String> mainHeading() {
        return headings.stream()
                .filter(heading -> heading.level() == 1)
                .map(Heading::text)
                .findFirst();
    }

    /** The parts that say most about a page: name, title, description and headings. */
    String head() {
        String named = LimitedPattern.replaceAll(LimitedPattern.replaceAll(host, "\\.[a-z]+$", ""), "[.-]", " ");
        return Stream.concat(
                        Stream.of(named, name, title, description),
                        headings.stream().map(Heading::text))
                .collect(Collectors.joining("\n"));
    }

    String body() {
        return String.join("\n", sentences);
    }

    /** What a page without text says of things in its data. */
    private static String told(JsonObject page) {
        return objects(page, "things", 30, thing -> thing.getValue("properties"))
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .flatMap(properties -> Stream.of("name", "description", "offers", "address")
                        .map(name -> string(properties, name))
                        .filter(line -> !line.isEmpty()))
                .collect(Collectors.joining("\n"));
    }

    /** A text whose lines were lost still has its headings, which are no part of a sentence. */
    private static String apart(String text, List<Heading> headings) {
        StringBuilder parted = new StringBuilder(text);
        for (Heading heading : headings) {
            int length = heading.text().length();
            int at = length > 3 ? parted.indexOf(heading.text()) : -1;
            while (at >= 0) {
                if (standsApart(parted, at, at + length)) {
                    parted.insert(at + length, '\n').insert(at, '\n');
                }
                at = parted.indexOf(heading.text(), at + length);
            }
        }
        return parted.toString();
    }

    private static boolean standsApart(CharSequence text, int from, int to) {
        boolean begins = from == 0
                || text.charAt(from - 1) == '\n'
                || from > 1 && text.charAt(from - 1) == ' ' && ".!?…".indexOf(text.charAt(from - 2)) >= 0;
        boolean ends = to + 1 < text.length()
                && text.charAt(to) == ' '
                && (Character.isUpperCase(text.charAt(to + 1))
                        || Character.isDigit(text.charAt(to + 1))
                        || "“„\"".indexOf(text.charAt(to + 1)) >= 0);
        return begins && ends;
    }

    private static Heading heading(JsonObject json) {
        int level = json.getValue("level") instanceof Number number ? number.intValue() : 2;
        return new Heading(level, Hostile.phrase(string(json, "text"), LONGEST_HEADING));
    }

    private static <T> Stream<T> objects(JsonObject json, String key, int most, Function<JsonObject, T> read) {
        JsonArray items = json.getValue(key) instanceof JsonArray array ? array : new JsonArray();
        return items.stream()
                .filter(JsonObject.class::isInstance)
                .limit(most)
                .map(item -> read.apply((JsonObject) item));
    }

    private static String host(String url) {
        try {
            String host = URI.create(Plain.cut(url, 500)).getHost();
            return host == null ? "" : LimitedPattern.replaceFirst(host.toLowerCase(Locale.ROOT), "^www\\.", "");
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String string(JsonObject json, String key) {
        return json.getValue(key) instanceof String text ? text : "";
    }
}
