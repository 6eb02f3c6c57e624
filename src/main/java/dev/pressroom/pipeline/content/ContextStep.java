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
 * Loads the stored facts about the organization and measures how complete the context is. Output: {@code
 * organizationId} (or null), {@code completenessScore} (0 to 100), {@code availability} (booleans by name) and {@code
 * organization} (the stored context, may be empty). Event: {@code context-result}, without {@code organization}.
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
        long available = availability.values().stream()
                .filter(isAvailable -> isAvailable)
                .count();
        JsonObject summary = new JsonObject()
                .put(
                        "organizationId",
                        context.organizationId().map(Object::toString).orElse(null))
                .put("completenessScore", Math.round(100f * available / availability.size()))
                .put("availability", new JsonObject(new LinkedHashMap<>(availability)));
        return new StepResult(summary.copy().put("organization", organization), 0, "context-result", summary);
    }

    /** Removes the audiences of the demo model: a model would take them for facts. */
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

    /** The sources that a good article can draw on, and whether each is available. All have the same weight. */
    private static Map<String, Boolean> availability(ContentInput input, JsonObject organization) {
        Map<String, Boolean> known = new LinkedHashMap<>();
        known.put("topicDetails", !input.subheader().isEmpty());
        known.put("businessType", isPresent(input.business(), "businessType"));
        known.put("targetAudience", isPresent(input.business(), "targetAudience"));
        known.put("additionalInstructions", !input.additionalInstructions().isEmpty());
        known.put("callsToAction", !input.ctas().isEmpty() || isPresent(organization, "ctas"));
        known.put(
                "organizationProfile",
                isPresent(organization, "description") || isPresent(organization, "businessName"));
        known.put("brandVoice", isPresent(organization, "brandVoice"));
        known.put("customerProblems", isPresent(organization, "customerProblems"));
        known.put("keywords", isPresent(organization, "keywords"));
        known.put("websiteGoals", isPresent(organization, "websiteGoals"));
        return known;
    }

    private static boolean isPresent(JsonObject json, String key) {
        Object value = json.getValue(key);
        if (value instanceof String text) {
            return !text.isBlank();
        }
        return value instanceof JsonArray array ? !array.isEmpty() : value != null;
    }
}
