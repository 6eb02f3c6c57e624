package dev.pressroom.http.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pressroom.http.request.ValidationErrors.Violation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds the violations in a value that {@link SchemaPredicate} rejects. The size of a value is checked before its contents,
 * a value has at most one violation of its own, and the search ends at a given number: so its cost does not grow with the
 * number of errors in a request.
 */
final class SchemaErrors {
    /** Keywords about a value itself, not its members, in the order of the checks: cheap ones and sizes first. */
    private static final List<String> VALUE_KEYWORDS = List.of(
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
    /** The first of several alternatives: its violations are reported when the value fits none of them. */
    private final List<SchemaErrors> alternative;

    private final Predicate<JsonNode> fitsAny;

    /** @param schema with no other keywords than {@link SchemaPredicate} supports */
    SchemaErrors(JsonObject schema) {
        this.rules = VALUE_KEYWORDS.stream()
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
        this.alternative = schema.getJsonArray("anyOf", new JsonArray()).stream()
                .limit(1)
                .map(first -> new SchemaErrors((JsonObject) first))
                .toList();
        this.fitsAny = alternative.isEmpty() ? value -> true : check("anyOf", schema);
    }

    /** The check of one keyword. {@link SchemaPredicate} accepts a pattern only together with a maxLength. */
    private static Predicate<JsonNode> check(String keyword, JsonObject schema) {
        JsonObject alone = JsonObject.of(keyword, schema.getValue(keyword));
        if (keyword.equals("pattern")) {
            alone.put("maxLength", schema.getValue("maxLength"));
        }
        return SchemaPredicate.of(alone).orElseThrow();
    }

    /**
     * Returns the first violations; empty for a valid value.
     *
     * @param path of the value: a JSON pointer, or the name of a parameter
     * @param maxViolations at least one
     */
    List<Violation> in(String path, JsonNode value, int maxViolations) {
        Found found = new Found(new ArrayList<>(), maxViolations);
        find(path, value, found);
        return found.violations();
    }

    private void find(String path, JsonNode value, Found found) {
        for (Rule rule : rules) {
            if (!rule.check().test(value)) {
                found.add(
                        path,
                        SchemaMessages.of(rule.keyword(), rule.operand(), path.substring(path.lastIndexOf('/') + 1)));
                return;
            }
        }
        if (!fitsAny.test(value)) {
            alternative.get(0).find(path, value, found);
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
                member.errors().find(path + "/" + member.name(), object.get(member.name()), found);
            }
        }
    }

    private record Member(String name, SchemaErrors errors) {}

    /** @param operand the value of the keyword in the schema */
    private record Rule(String keyword, Object operand, Predicate<JsonNode> check) {}

    private record Found(List<Violation> violations, int maxViolations) {
        void add(String path, String message) {
            if (!isFull()) {
                violations.add(new Violation(path, message));
            }
        }

        boolean isFull() {
            return violations.size() >= maxViolations;
        }
    }
}
