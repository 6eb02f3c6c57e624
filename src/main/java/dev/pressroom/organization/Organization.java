package dev.pressroom.organization;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * An organization.
 *
 * @param isShared whether it belongs to all whose signed tokens carry its id
 * @param storedName as registered, or as the analysis of the site found it
 * @param context the result of the analysis of its site; empty without one
 * @param manualCtas calls to action that people have added
 * @param edits what people have changed, see {@link #EDITABLE}: takes precedence over the context, which each analysis of the
 *     site writes anew
 */
public record Organization(
        UUID id,
        boolean isShared,
        Optional<String> storedName,
        JsonObject context,
        JsonArray manualCtas,
        JsonObject edits,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt) {
    static final String NAME = "name";
    static final String VOICE = "brandVoice";
    static final String AUDIENCE = "targetAudience";
    static final String CTAS = "ctas";
    static final String BUSINESS_NAME = "businessName";

    /** The members of the edits. */
    public static final Set<String> EDITABLE = Set.of(NAME, VOICE, AUDIENCE, CTAS);

    static Organization of(Row row) {
        return new Organization(
                row.getUUID("id"),
                row.getBoolean("shared"),
                Optional.ofNullable(row.getString("name")),
                row.getJsonObject("context"),
                row.getJsonArray("manual_ctas"),
                row.getJsonObject("edits"),
                row.getOffsetDateTime("created_at"),
                row.getOffsetDateTime("updated_at"));
    }

    public Optional<String> name() {
        return text(edits, NAME).or(() -> storedName).or(() -> text(context, BUSINESS_NAME));
    }

    public Optional<String> voice() {
        return text(edits, VOICE).or(() -> text(context, VOICE));
    }

    public Optional<String> audience() {
        return text(edits, AUDIENCE).or(() -> text(context, AUDIENCE));
    }

    /** The calls to action of the site, or those that replace them, followed by those that people have added. */
    public JsonArray ctas() {
        JsonArray all = array(edits).or(() -> array(context)).orElseGet(JsonArray::new);
        return all.copy().addAll(manualCtas);
    }

    /** What articles are told: the context with the edits and the added calls to action. Empty when nothing is known. */
    JsonObject profile() {
        if (edits.isEmpty() && manualCtas.isEmpty()) {
            return context;
        }
        JsonObject profile = context.copy();
        text(edits, NAME).ifPresent(name -> profile.put(BUSINESS_NAME, name));
        text(edits, VOICE).ifPresent(voice -> profile.put(VOICE, voice));
        text(edits, AUDIENCE).ifPresent(audience -> profile.put(AUDIENCE, audience));
        return edits.containsKey(CTAS) || !manualCtas.isEmpty() ? profile.put(CTAS, ctas()) : profile;
    }

    private static Optional<JsonArray> array(JsonObject json) {
        return json.getValue(CTAS) instanceof JsonArray ctas ? Optional.of(ctas) : Optional.empty();
    }

    private static Optional<String> text(JsonObject json, String member) {
        return json.getValue(member) instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }
}
