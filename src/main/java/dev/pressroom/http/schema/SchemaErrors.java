package dev.pressroom.http.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pressroom.http.schema.ValidationErrors.Violation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds what is wrong with a value, for those that {@link SchemaPredicate} does not accept. The size of a value is checked
 * before its contents, at most one fault is named for a place, and the search ends at the wanted number of faults: so the
 * cost of a faulty request does not grow with the number of its faults.
 */
final class SchemaErrors {
    /** The keywords about a value itself, in the order in which they are checked: cheap ones and sizes first. */
    private static final List<String> OWN = List.of(
            "type",
            "enum",
            "maxLength",
            "minLength",
            "maxItems",
            "minItems",
            "maxProperties",
            "minimum",
            "maximum",
            "format",
            "pattern");

    private final List<Rule> rules;
    private final List<String> required;
    private final List<Member> members;
    private final List<SchemaErrors> items;

    /** @param schema that {@link SchemaPredicate} knows */
    SchemaErrors(JsonObject schema) {
        this.rules = OWN.stream()
                .filter(schema::containsKey)
                .map(keyword -> new Rule(keyword, schema.getValue(keyword), check(keyword, schema)))
                .toList();
        this.required = schema.getJsonArray("required", new JsonArray()).stream()
                .map(String.class::cast)
                .toList();
        this.members = schema.getJsonObject("properties", new JsonObject()).stream()
                .map(member -> new Member(member.getKey(), new SchemaErrors((JsonObject) member.getValue())))
                .toList();
        this.items = Stream.ofNullable(schema.getJsonObject("items"))
                .map(SchemaErrors::new)
                .toList();
    }

    /** The check of one keyword. A pattern needs the greatest length of its texts beside it. */
    private static Predicate<JsonNode> check(String keyword, JsonObject schema) {
        JsonObject alone = JsonObject.of(keyword, schema.getValue(keyword));
        if (keyword.equals("pattern")) {
            alone.put("maxLength", schema.getValue("maxLength"));
        }
        return SchemaPredicate.of(alone).orElseThrow();
    }

    /**
     * The first faults; empty for a value that is valid.
     *
     * @param path of the value: a JSON pointer, or the name of a parameter
     * @param most how many to find, at least one
     */
    List<Violation> in(String path, JsonNode value, int most) {
        Found found = new Found(new ArrayList<>(), most);
        find(path, value, found);
        return found.faults();
    }

    private void find(String path, JsonNode value, Found found) {
        for (Rule rule : rules) {
            if (!rule.check().test(value)) {
                found.add(
                        path,
                        SchemaMessages.of(rule.keyword(), rule.given(), path.substring(path.lastIndexOf('/') + 1)));
                return;
            }
        }
        if (value.isObject()) {
            findInObject(path, value, found);
        } else if (value.isArray() && !items.isEmpty()) {
            for (int i = 0; i < value.size() && !found.isFull(); i++) {
                items.get(0).find(path + "/" + i, value.get(i), found);
            }
        }
    }

    private void findInObject(String path, JsonNode object, Found found) {
        for (String name : required) {
            if (!object.has(name)) {
                found.add(path + "/" + name, "is required");
            }
        }
        for (Member member : members) {
            if (found.isFull()) {
                return;
            }
            if (object.has(member.name())) {
                member.faults().find(path + "/" + member.name(), object.get(member.name()), found);
            }
        }
    }

    private record Member(String name, SchemaErrors faults) {}

    private record Rule(String keyword, Object given, Predicate<JsonNode> check) {}

    private record Found(List<Violation> faults, int most) {
        void add(String path, String message) {
            if (!isFull()) {
                faults.add(new Violation(path, message));
            }
        }

        boolean isFull() {
            return faults.size() >= most;
        }
    }
}
