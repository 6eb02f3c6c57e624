package dev.pressroom.model.demo;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The phrases of the demo model, read once from the resources beside this class's name.
 *
 * @param fields what is known of fields of work; the last is for all that is in none
 * @param audiences what is known of readers; the last is for everybody
 * @param sections introductions, sections, outlines and pools
 */
record Lexicon(List<Entry> fields, List<Entry> audiences, JsonObject sections, ProperNames names) {
    private static final LimitedPattern NO_WORD = LimitedPattern.compile("[^\\p{L}\\p{N}+-]+");

    /** A field or an audience with the words it is recognised by. */
    record Entry(String name, List<String> words, JsonObject phrases) {
        /** @param text as {@link #spaced} makes it */
        private long matches(String text) {
            return words.stream().filter(text::contains).count();
        }
    }

    static Lexicon load() {
        YAMLMapper yaml = new YAMLMapper();
        return new Lexicon(
                entries(yaml, "fields.yaml"),
                entries(yaml, "audiences.yaml"),
                new JsonObject(read(yaml, "sections.yaml", new TypeReference<Map<String, Object>>() {})),
                new ProperNames(words("names.txt")));
    }

    /** The field that {@code text} has most words of; the general one when it has none. */
    Entry field(String text) {
        return best(fields, text);
    }

    Entry audience(String text) {
        return best(audiences, text);
    }

    JsonObject section(String name) {
        return sections.getJsonObject("sections").getJsonObject(name);
    }

    JsonArray pool(String name) {
        return sections.getJsonObject("pools").getJsonArray(name);
    }

    private static Entry best(List<Entry> entries, String given) {
        String text = spaced(given);
        Entry best = entries.get(entries.size() - 1);
        long most = 0;
        for (Entry entry : entries) {
            long matches = entry.matches(text);
            if (matches > most) {
                most = matches;
                best = entry;
            }
        }
        return best;
    }

    private static List<Entry> entries(YAMLMapper yaml, String file) {
        return read(yaml, file, new TypeReference<List<Map<String, Object>>>() {}).stream()
                .map(JsonObject::new)
                .map(json -> new Entry(json.getString("name"), words(json), json))
                .toList();
    }

    /** In lower case, each word between spaces, so that a search for a word finds no part of another. */
    static String spaced(String text) {
        return " "
                + NO_WORD.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ").strip() + " ";
    }

    private static List<String> words(JsonObject entry) {
        return entry.getJsonArray("words").stream()
                .map(word -> spaced(word.toString()))
                .toList();
    }

    static <T> T read(YAMLMapper yaml, String file, TypeReference<T> type) {
        try (InputStream in = open(file)) {
            return yaml.readValue(in, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> words(String file) {
        try (InputStream in = open(file)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(LimitedPattern.split(text, "\\s+")).collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String file) {
        return Lexicon.class.getResourceAsStream("/demo/" + file);
    }
}
