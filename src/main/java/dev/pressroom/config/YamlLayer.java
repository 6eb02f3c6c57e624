package dev.pressroom.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.pressroom.base.PackedYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a YAML file of settings. Nested keys are joined with dots; a key without a value is not set. */
final class YamlLayer {
    private final String file;
    private final List<String> faults;
    private final Map<String, SettingsLayer.Given> values = new LinkedHashMap<>();
    private final List<String> keys = new ArrayList<>();

    private YamlLayer(String file, List<String> faults) {
        this.file = file;
        this.faults = faults;
    }

    /**
     * A file inside the jar.
     *
     * @param layer the keys that have a value
     * @param keys all keys, including those without a value
     */
    record Packed(SettingsLayer layer, List<String> keys) {
        /** @throws IllegalStateException when the file is invalid: a fault of the build */
        static Packed read(String resource) {
            List<String> faults = new ArrayList<>();
            YamlLayer reader = new YamlLayer(resource, faults);
            reader.flatten("", PackedYaml.read(resource, JsonNode.class));
            if (!faults.isEmpty()) {
                throw new IllegalStateException(faults.toString());
            }
            return new Packed(new SettingsLayer(reader.values), List.copyOf(reader.keys));
        }
    }

    /** Reads the user's file. Adds its faults to {@code faults}, and drops keys that are not in {@code known}. */
    static SettingsLayer read(Path file, Collection<String> known, List<String> faults) {
        YamlLayer reader = new YamlLayer(file.toString(), faults);
        reader.parse(file).ifPresent(root -> reader.flatten("", root));
        reader.dropUnknown(known);
        return new SettingsLayer(reader.values);
    }

    private Optional<JsonNode> parse(Path path) {
        try {
            return Optional.of(PackedYaml.strict().readTree(Files.readString(path)));
        } catch (JsonProcessingException e) {
            faults.add(file + place(e.getLocation()) + ": is not valid YAML: " + firstLine(e.getOriginalMessage()));
        } catch (NoSuchFileException e) {
            faults.add("PRESSROOM_CONFIG: there is no file " + file);
        } catch (IOException e) {
            faults.add("PRESSROOM_CONFIG: the file " + file + " cannot be read as UTF-8 text ("
                    + e.getClass().getSimpleName() + ")");
        }
        return Optional.empty();
    }

    private void flatten(String prefix, JsonNode node) {
        if (node.isObject() && !(node.isEmpty() && !prefix.isEmpty())) {
            node.properties().forEach(member -> flatten(join(prefix, member.getKey()), member.getValue()));
        } else if (prefix.isEmpty()) {
            if (!node.isMissingNode() && !node.isNull()) {
                faults.add(file + ": must hold keys and values, as conf/default.yaml does");
            }
        } else {
            keys.add(prefix);
            take(prefix, node);
        }
    }

    private void take(String key, JsonNode node) {
        if (node.isArray()) {
            List<String> items = new ArrayList<>();
            node.forEach(item -> items.add(item.asText()));
            values.put(key, new SettingsLayer.Given(origin(key), List.copyOf(items)));
        } else if (node.isValueNode() && !node.asText().isBlank() && !node.isNull()) {
            values.put(key, new SettingsLayer.Given(origin(key), List.of(node.asText())));
        }
    }

    private void dropUnknown(Collection<String> known) {
        for (String key : keys) {
            boolean group = known.stream().anyMatch(one -> one.startsWith(key + "."));
            if (group && values.containsKey(key)) {
                faults.add(origin(key) + ": holds settings of its own, indented below it, and no value");
            } else if (!group && !known.contains(key)) {
                faults.add(origin(key) + ": there is no such setting" + Suggestion.hint(key, known));
            }
        }
        values.keySet().retainAll(known);
    }

    private String origin(String key) {
        return file + ": " + key;
    }

    private static String join(String prefix, String name) {
        return prefix.isEmpty() ? name : prefix + "." + name;
    }

    private static String place(JsonLocation location) {
        return location == null ? "" : ", line " + location.getLineNr();
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("unreadable");
    }
}
