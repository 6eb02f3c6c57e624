package dev.pressroom.page;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** What a page says about its owner in the vocabulary of schema.org, as JSON-LD. */
final class StructuredData {
    private static final int MOST_SCRIPTS = 20;
    private static final int LONGEST_SCRIPT = 200_000;
    private static final int MOST_THINGS = 200;

    /** Only somebody has these: a Dentist or a GardenStore need not be known by its type. */
    private static final Set<String> OF_SOMEBODY =
            Set.of("address", "telephone", "logo", "contactPoint", "openingHours", "vatID", "legalName");

    private StructuredData() {}

    /** The name of the organization, else that of the website. */
    static Optional<String> siteName(Document document) {
        List<JsonObject> things = document.select("script[type=application/ld+json]").stream()
                .limit(MOST_SCRIPTS)
                .map(Element::data)
                .filter(script -> script.length() <= LONGEST_SCRIPT)
                .flatMap(StructuredData::things)
                .limit(MOST_THINGS)
                .toList();
        return Stream.concat(
                        things.stream().filter(StructuredData::isSomebody),
                        things.stream().filter(thing -> isOfType("WebSite", thing)))
                .map(thing -> thing.getValue("name"))
                .filter(String.class::isInstance)
                .map(name -> CleanLine.of((String) name, LONGEST_SCRIPT))
                .filter(name -> !name.isEmpty())
                .findFirst();
    }

    private static boolean isSomebody(JsonObject thing) {
        return isOfType("Organization", thing)
                || isOfType("LocalBusiness", thing)
                || isOfType("Corporation", thing)
                || thing.containsKey("@type")
                        && !isOfType("Person", thing)
                        && OF_SOMEBODY.stream().anyMatch(thing::containsKey);
    }

    private static boolean isOfType(String type, JsonObject thing) {
        Object types = thing.getValue("@type");
        return types instanceof JsonArray several ? several.contains(type) : type.equals(types);
    }

    private static Stream<JsonObject> things(String script) {
        String json = script.strip();
        try {
            return json.startsWith("[") ? objects(new JsonArray(json)) : withGraph(new JsonObject(json));
        } catch (DecodeException notJson) {
            return Stream.empty();
        }
    }

    private static Stream<JsonObject> withGraph(JsonObject root) {
        return root.getValue("@graph") instanceof JsonArray graph
                ? Stream.concat(Stream.of(root), objects(graph))
                : Stream.of(root);
    }

    private static Stream<JsonObject> objects(JsonArray array) {
        return array.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast);
    }
}
