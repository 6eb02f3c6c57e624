package dev.pressroom.http.account;

import dev.pressroom.base.CleanText;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.organization.Organization;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/** The JSON of organizations. */
final class OrganizationJson {
    /** The members that a client may change, with their names in {@link Organization#edits}. */
    private static final Map<String, String> EDITS =
            Map.of("name", "name", "voice", "brandVoice", "audience", "targetAudience", "ctas", "ctas");

    private OrganizationJson() {}

    static JsonObject of(Organization organization) {
        JsonArray edited = new JsonArray();
        EDITS.entrySet().stream()
                .filter(edit -> organization.edits().containsKey(edit.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .forEach(edited::add);
        JsonObject context = organization.context();
        return new JsonObject()
                .put("id", organization.id().toString())
                .put("name", organization.name().orElse(null))
                .put("voice", organization.voice().orElse(null))
                .put("audience", organization.audience().orElse(null))
                .put("ctas", organization.ctas())
                .put("edited", edited)
                .put("shared", organization.isShared())
                .put("websiteUrl", context.getValue("websiteUrl"))
                .put("businessType", context.getValue("businessType"))
                .put("description", context.getValue("description"))
                .put("createdAt", JsonResponses.timestamp(organization.createdAt()))
                .put("updatedAt", JsonResponses.timestamp(organization.updatedAt()));
    }

    /** The changes of a request, cleaned: null removes an edit, a blank text too. */
    static JsonObject edits(JsonObject body) {
        JsonObject edits = new JsonObject();
        EDITS.forEach((member, stored) -> {
            if (body.containsKey(member)) {
                edits.put(stored, clean(member, body.getValue(member)));
            }
        });
        return edits;
    }

    private static Object clean(String member, Object value) {
        if (value instanceof JsonArray ctas) {
            return new JsonArray(ctas.stream().map(cta -> cta((JsonObject) cta)).toList());
        }
        if (!(value instanceof String text)) {
            return null;
        }
        String clean = member.equals("name")
                ? CleanText.line(text)
                : CleanText.of(text).strip();
        return clean.isEmpty() ? null : clean;
    }

    /** Copies the documented members only, which bounds the size of a stored call to action. */
    static JsonObject cta(JsonObject sent) {
        return new JsonObject()
                .put("text", CleanText.line(sent.getString("text")))
                .put("href", CleanText.line(sent.getString("href")))
                .put("type", line(sent, "type", "cta"))
                .put("placement", line(sent, "placement", "end-of-post"));
    }

    private static String line(JsonObject sent, String member, String otherwise) {
        return CleanText.line(Optional.ofNullable(sent.getString(member)).orElse(otherwise));
    }
}
