package dev.pressroom.model.demo;

import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * A kind of organization that has a website, and what is generally known of it.
 *
 * @param label a noun such as {@code bakery}
 * @param field the name of a {@link Lexicon#fields field}
 * @param does a verb phrase such as {@code bakes bread}
 * @param search follows "they look for it"
 * @param words it is recognised by, as {@link Lexicon#spaced} makes them; without the last space it is a beginning
 */
record SiteKind(
        String name,
        String label,
        String field,
        String does,
        String model,
        String deciders,
        String users,
        String search,
        List<String> words,
        List<Persona> people) {

    /**
     * A group of people who come to such a site.
     *
     * @param who a noun in the plural
     * @param about follows {@code who} after a comma
     * @param mind a sentence on what they are like
     * @param words on a page that show it has them in mind, as those of the kind
     * @param problem follows {@code who} or "they"
     * @param gain follows "so that"
     * @param says what they would ask
     * @param suffix makes a search out of the name of a thing
     * @param volume how many search: High, Medium or Low
     * @param ready how near they are to a decision: High, Medium or Low
     * @param idea a title with the blank <code>{term^}</code>
     */
    record Persona(
            String who,
            String about,
            String mind,
            List<String> words,
            String problem,
            String gain,
            List<String> says,
            String suffix,
            String volume,
            String ready,
            String idea) {

        private static Persona of(JsonObject json) {
            return new Persona(
                    json.getString("who"),
                    json.getString("about"),
                    json.getString("mind"),
                    marks(json),
                    json.getString("problem"),
                    json.getString("gain"),
                    Draft.strings(json.getJsonArray("says")),
                    json.getString("suffix"),
                    json.getString("volume"),
                    json.getString("ready"),
                    json.getString("idea"));
        }
    }

    static SiteKind of(JsonObject json) {
        return new SiteKind(
                json.getString("name"),
                json.getString("label"),
                json.getString("field"),
                json.getString("does"),
                json.getString("model"),
                json.getString("deciders"),
                json.getString("users"),
                json.getString("search"),
                marks(json),
                json.getJsonArray("people").stream()
                        .map(person -> Persona.of((JsonObject) person))
                        .toList());
    }

    boolean isGeneral() {
        return name.equals("general");
    }

    private static List<String> marks(JsonObject json) {
        return json.getJsonArray("words").stream()
                .map(Object::toString)
                .map(word -> word.endsWith("*") ? Lexicon.spaced(word).stripTrailing() : Lexicon.spaced(word))
                .toList();
    }
}
