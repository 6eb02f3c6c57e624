package dev.pressroom.model.demo;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the demo model needs to read web pages, read once from {@code words.yaml} and {@code sites.yaml}.
 *
 * @param stop by language code: words that join others
 * @param languages their names by code
 * @param weak words that are no keyword alone
 * @param furniture headings that stand on every site
 * @param openers words with which a phrase asks or tells and does not name a thing
 * @param persons nouns for people a page may speak to
 * @param countable nouns that want an article
 * @param mass nouns that never have one
 * @param kinds the last is for all that is none of the others
 */
record SiteLexicon(
        Map<String, Set<String>> stop,
        Map<String, String> languages,
        Set<String> weak,
        Set<String> furniture,
        Set<String> openers,
        Set<String> persons,
        Set<String> countable,
        Set<String> mass,
        List<SiteKind> kinds,
        ProperNames names) {

    static SiteLexicon load(ProperNames names) {
        YAMLMapper yaml = new YAMLMapper();
        JsonObject words =
                new JsonObject(Lexicon.read(yaml, "words.yaml", new TypeReference<Map<String, Object>>() {}));
        List<Map<String, Object>> sites =
                Lexicon.read(yaml, "sites.yaml", new TypeReference<List<Map<String, Object>>>() {});
        Map<String, Set<String>> stop = new TreeMap<>();
        words.getJsonObject("stop")
                .forEach(e -> stop.put(e.getKey(), split(e.getValue().toString(), "\\s+")));
        Map<String, String> languages = new TreeMap<>();
        words.getJsonObject("languages")
                .forEach(e -> languages.put(e.getKey(), e.getValue().toString()));
        return new SiteLexicon(
                stop,
                languages,
                split(words.getString("weak"), "\\s+"),
                split(words.getString("furniture"), "\\s*\\|\\s*"),
                split(words.getString("openers"), "\\s+"),
                split(words.getString("persons"), "\\s+"),
                split(words.getString("countable"), "\\s+"),
                split(words.getString("mass"), "\\s+"),
                sites.stream().map(JsonObject::new).map(SiteKind::of).toList(),
                names);
    }

    private static Set<String> split(String text, String separator) {
        return Arrays.stream(LimitedPattern.split(text.toLowerCase(Locale.ROOT).strip(), separator))
                .collect(Collectors.toUnmodifiableSet());
    }
}
