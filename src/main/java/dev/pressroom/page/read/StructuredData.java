package dev.pressroom.page.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.pressroom.base.BoundedJson;
import dev.pressroom.page.Page;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** The JSON-LD of a page in the vocabulary of schema.org. */
final class StructuredData {
    private static final int MAX_SCRIPTS = 20;
    private static final int MAX_SCRIPT_CHARACTERS = 200_000;
    private static final int MAX_THINGS = 200;
    private static final int MAX_TEXT_CHARACTERS = 1000;

    /** Only organizations have these members, so that types such as Dentist or GardenStore need no list. */
    private static final Set<String> ORGANIZATION_MEMBERS =
            Set.of("address", "telephone", "logo", "contactPoint", "openingHours", "vatID", "legalName");

    private final List<JsonNode> things;

    private StructuredData(List<JsonNode> things) {
        this.things = things;
    }

    static StructuredData of(Document document) {
        return new StructuredData(document.select("script[type=application/ld+json]").stream()
                .limit(MAX_SCRIPTS)
                .map(Element::data)
                .filter(script -> script.length() <= MAX_SCRIPT_CHARACTERS)
                .flatMap(StructuredData::things)
                .limit(MAX_THINGS)
                .toList());
    }

    /** The name of the organization, else that of the website. */
    Optional<String> siteName() {
        return Stream.concat(organizations(), things.stream().filter(thing -> isOfType("WebSite", thing)))
                .flatMap(thing -> text(thing, "name"))
                .findFirst();
    }

    /** The description of the organization, else of any entity. */
    Optional<String> description() {
        return Stream.concat(organizations(), things.stream())
                .flatMap(thing -> text(thing, "description"))
                .findFirst();
    }

    List<Page.Thing> facts() {
        return JsonLdReader.read(things);
    }

    private Stream<JsonNode> organizations() {
        return things.stream().filter(StructuredData::isOrganization);
    }

    private static Stream<String> text(JsonNode thing, String name) {
        JsonNode value = thing.path(name);
        return value.isTextual()
                ? Stream.of(CleanLine.of(value.textValue(), MAX_TEXT_CHARACTERS))
                        .filter(text -> !text.isEmpty())
                : Stream.empty();
    }

    private static boolean isOrganization(JsonNode thing) {
        return isOfType("Organization", thing)
                || isOfType("LocalBusiness", thing)
                || isOfType("Corporation", thing)
                || thing.has("@type")
                        && !isOfType("Person", thing)
                        && ORGANIZATION_MEMBERS.stream().anyMatch(thing::has);
    }

    private static boolean isOfType(String type, JsonNode thing) {
        JsonNode types = thing.path("@type");
        return types.isArray()
                ? StreamSupport.stream(types.spliterator(), false).anyMatch(one -> type.equals(one.asText()))
                : type.equals(types.asText());
    }

    private static Stream<JsonNode> things(String script) {
        JsonNode root = parsed(script.strip());
        return Stream.of(Stream.of(root), elements(root), elements(root.path("@graph")))
                .flatMap(nodes -> nodes)
                .filter(JsonNode::isObject);
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return array.isArray() ? StreamSupport.stream(array.spliterator(), false) : Stream.empty();
    }

    private static JsonNode parsed(String json) {
        try {
            return BoundedJson.node(json);
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }
}
