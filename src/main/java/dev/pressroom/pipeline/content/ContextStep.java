package dev.pressroom.pipeline.content;

import dev.pressroom.base.CleanText;
import dev.pressroom.pipeline.NamedStep;
import dev.pressroom.pipeline.StepContext;
import dev.pressroom.pipeline.StepResult;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gathers what is known before anything is written, and how complete it is. Output: {@code organizationId}, {@code
 * completenessScore} (0 to 100), {@code availability} and the stored {@code organization}.
 */
final class ContextStep extends NamedStep {
    static final String NAME = "context";

    private final OrganizationContexts contexts;

    ContextStep(OrganizationContexts contexts) {
        super(NAME, "Gathering context", 5);
        this.contexts = contexts;
    }

    @Override
    public Future<StepResult> run(StepContext context) {
        ContentInput input = ContentInput.of(context.input());
        return context.organizationId()
                .map(id -> contexts.find(context.owner(), id))
                .orElseGet(() -> Future.succeededFuture(new JsonObject()))
                .map(organization -> result(context, input, withoutSamples(CleanText.of(organization))));
    }

    private static StepResult result(StepContext context, ContentInput input, JsonObject organization) {
        Map<String, Boolean> availability = availability(input, organization);
        long there =
                availability.values().stream().filter(available -> available).count();
        JsonObject told = new JsonObject()
                .put(
                        "organizationId",
                        context.organizationId().map(Object::toString).orElse(null))
                .put("completenessScore", Math.round(100f * there / availability.size()))
                .put("availability", new JsonObject(new LinkedHashMap<>(availability)));
        return new StepResult(told.copy().put("organization", organization), 0, "context-result", told);
    }

    /** A model takes what it is given for known, and the demo model's audiences are not. */
    private static JsonObject withoutSamples(JsonObject organization) {
        if (organization.getValue("scenarios") instanceof JsonArray scenarios) {
            JsonArray known = new JsonArray();
            scenarios.stream()
                    .filter(one ->
                            !(one instanceof JsonObject scenario && Boolean.TRUE.equals(scenario.getValue("sample"))))
                    .forEach(known::add);
            organization.put("scenarios", known);
        }
        return organization;
    }

    /** What a good article can draw on, and whether it is there. Each counts the same. */
    private static Map<String, Boolean> availability(ContentInput input, JsonObject organization) {
        Map<String, Boolean> known = new LinkedHashMap<>();
        known.put("topicDetails", !input.subheader().isEmpty());
        known.put("businessType", isThere(input.business(), "businessType"));
        known.put("targetAudience", isThere(input.business(), "targetAudience"));
        known.put("additionalInstructions", !input.additionalInstructions().isEmpty());
        known.put("callsToAction", !input.ctas().isEmpty() || isThere(organization, "ctas"));
        known.put("organizationProfile", isThere(organization, "description") || isThere(organization, "businessName"));
        known.put("brandVoice", isThere(organization, "brandVoice"));
        known.put("customerProblems", isThere(organization, "customerProblems"));
        known.put("keywords", isThere(organization, "keywords"));
        known.put("websiteGoals", isThere(organization, "websiteGoals"));
        return known;
    }

    private static boolean isThere(JsonObject json, String key) {
        Object value = json.getValue(key);
        if (value instanceof String text) {
            return !text.isBlank();
        }
        return value instanceof JsonArray array ? !array.isEmpty() : value != null;
    }
}
