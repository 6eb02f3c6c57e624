package dev.pressroom.page;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The facts that were read from a page. All texts are untrusted, bounded in length and number, and without control
 * characters; as JSON a page has fewer than {@value #MAX_JSON_CHARACTERS} characters.
 *
 * @param url the final URL, after redirects
 * @param title empty when the page has none; so are the other texts
 * @param siteName the name of the whole site
 * @param language as the page declares it, a BCP 47 tag
 * @param headings in reading order
 * @param ctas calls to action, in reading order
 * @param text the visible text in reading order, one line for each block, without navigation and footer
 * @param links to other pages of the same site
 * @param things the entities of its JSON-LD (businesses, products, events), in document order
 */
public record Page(
        URI url,
        String title,
        String siteName,
        String metaDescription,
        String language,
        List<Heading> headings,
        List<Cta> ctas,
        BrandColors brandColors,
        String text,
        List<Link> links,
        List<Thing> things) {
    public static final int MAX_JSON_CHARACTERS = 150_000;

    /** @param level 1 to 6 */
    public record Heading(int level, String text) {}

    /** @param href absolute, http or https */
    public record Link(String text, String href) {}

    /**
     * An entity of JSON-LD.
     *
     * @param type in the vocabulary of schema.org, such as {@code Bakery}
     * @param properties one short line each, such as {@code address}
     */
    public record Thing(String type, Map<String, String> properties) {
        JsonObject toJson() {
            JsonObject json = new JsonObject();
            properties.forEach(json::put);
            return new JsonObject().put("type", type).put("properties", json);
        }

        static Thing fromJson(JsonObject json) {
            Map<String, String> properties = new LinkedHashMap<>();
            json.getJsonObject("properties")
                    .forEach(property -> properties.put(property.getKey(), String.valueOf(property.getValue())));
            return new Thing(json.getString("type"), properties);
        }
    }

    /**
     * A call to action.
     *
     * @param href absolute: http, https, mailto or tel. For a button: the action of its form, or the page itself when
     *     only a script knows the target
     */
    public record Cta(String text, String href, CtaType type, Placement placement) {}

    /** The purpose of a call to action. PRIMARY and SECONDARY give only its prominence, when the purpose is unknown. */
    public enum CtaType {
        SIGNUP,
        DEMO,
        BOOKING,
        PURCHASE,
        DOWNLOAD,
        NEWSLETTER,
        CONTACT,
        PRIMARY,
        SECONDARY
    }

    /** The part of the page that contains an element. */
    public enum Placement {
        HEADER,
        HERO,
        MAIN,
        FOOTER
    }

    /** Colours as {@code #rrggbb}; empty where none was found. */
    public record BrandColors(Optional<String> primary, Optional<String> secondary, Optional<String> accent) {
        public static final BrandColors NONE = new BrandColors(Optional.empty(), Optional.empty(), Optional.empty());

        /** All three members, null where there is no colour. */
        public JsonObject toJson() {
            return new JsonObject()
                    .put("primary", primary.orElse(null))
                    .put("secondary", secondary.orElse(null))
                    .put("accent", accent.orElse(null));
        }

        static BrandColors fromJson(JsonObject json) {
            return new BrandColors(
                    Optional.ofNullable(json.getString("primary")),
                    Optional.ofNullable(json.getString("secondary")),
                    Optional.ofNullable(json.getString("accent")));
        }
    }

    public JsonObject toJson() {
        return new JsonObject()
                .put("url", url.toString())
                .put("title", title)
                .put("siteName", siteName)
                .put("metaDescription", metaDescription)
                .put("language", language)
                .put(
                        "headings",
                        array(
                                headings,
                                heading -> new JsonObject()
                                        .put("level", heading.level)
                                        .put("text", heading.text)))
                .put(
                        "ctas",
                        array(
                                ctas,
                                cta -> new JsonObject()
                                        .put("text", cta.text)
                                        .put("href", cta.href)
                                        .put("type", cta.type.name().toLowerCase(Locale.ROOT))
                                        .put("placement", cta.placement.name().toLowerCase(Locale.ROOT))))
                .put("brandColors", brandColors.toJson())
                .put("text", text)
                .put(
                        "links",
                        array(
                                links,
                                link -> new JsonObject().put("text", link.text).put("href", link.href)))
                .put("things", array(things, Thing::toJson));
    }

    /** Reads what {@link #toJson} has written, by this version or by the next. */
    public static Page fromJson(JsonObject json) {
        return new Page(
                URI.create(json.getString("url")),
                json.getString("title"),
                json.getString("siteName"),
                json.getString("metaDescription"),
                json.getString("language"),
                list(json.getJsonArray("headings"), one -> new Heading(one.getInteger("level"), one.getString("text"))),
                list(
                        json.getJsonArray("ctas"),
                        one -> new Cta(
                                one.getString("text"),
                                one.getString("href"),
                                named(CtaType.values(), one.getString("type"), CtaType.SECONDARY),
                                named(Placement.values(), one.getString("placement"), Placement.MAIN))),
                BrandColors.fromJson(json.getJsonObject("brandColors")),
                json.getString("text"),
                list(json.getJsonArray("links"), one -> new Link(one.getString("text"), one.getString("href"))),
                list(json.getJsonArray("things", new JsonArray()), Thing::fromJson));
    }

    /** The constant of that name; {@code otherwise} for a name that only the next version knows. */
    private static <E extends Enum<E>> E named(E[] all, String name, E otherwise) {
        for (E one : all) {
            if (one.name().equalsIgnoreCase(name)) {
                return one;
            }
        }
        return otherwise;
    }

    private static <T> JsonArray array(List<T> items, Function<T, JsonObject> json) {
        JsonArray array = new JsonArray();
        items.forEach(item -> array.add(json.apply(item)));
        return array;
    }

    private static <T> List<T> list(JsonArray array, Function<JsonObject, T> item) {
        return array.stream().map(JsonObject.class::cast).map(item).toList();
    }
}
