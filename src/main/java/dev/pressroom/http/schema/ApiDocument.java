package dev.pressroom.http.schema;

import dev.pressroom.base.PackedYaml;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;

/**
 * The OpenAPI document with the references of its requests resolved. The library of Vert.x resolves all references and
 * looks up each schema by URI, which takes a tenth of the start time; a test compares both.
 */
public final class ApiDocument {
    /** Name of the document on the class path. */
    public static final String RESOURCE = "openapi.yaml";

    private static final String REFERENCE = "$ref";

    private final Map<String, Object> root;
    /** The resolved targets of references. */
    private final Map<String, Object> targets = new LinkedHashMap<>();

    private ApiDocument(Map<String, Object> root) {
        this.root = root;
    }

    static ApiDocument read() {
        return new ApiDocument(parse().getMap());
    }

    /** The whole document, without references resolved. */
    public static JsonObject parse() {
        return new JsonObject(map(PackedYaml.read(RESOURCE, Map.class)));
    }

    /** The member of this name, without references resolved. */
    JsonObject member(String name) {
        return new JsonObject(map(root.get(name)));
    }

    /** This part of the document, with all references replaced by their targets. Equal targets are the same object. */
    JsonObject resolved(Object part) {
        return new JsonObject(map(resolve(part)));
    }

    private Object resolve(Object part) {
        if (part instanceof List<?> list) {
            return list.stream().map(this::resolve).toList();
        }
        if (!(part instanceof Map<?, ?>)) {
            return part;
        }
        Map<String, Object> object = map(part);
        if (object.get(REFERENCE) instanceof String reference) {
            if (object.size() > 1) {
                throw new IllegalArgumentException("a reference with other members: " + object);
            }
            Object known = targets.get(reference);
            if (known == null) {
                known = resolve(target(reference));
                targets.put(reference, known);
            }
            return known;
        }
        Map<String, Object> copy = new LinkedHashMap<>();
        object.forEach((name, value) -> copy.put(name, resolve(value)));
        return copy;
    }

    /** @param reference such as {@code #/components/schemas/Post} */
    private Object target(String reference) {
        Object found = root;
        for (StringTokenizer names = new StringTokenizer(reference, "#/"); names.hasMoreTokens(); ) {
            found = map(found).get(names.nextToken());
        }
        return found;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object object) {
        return (Map<String, Object>) object;
    }
}
