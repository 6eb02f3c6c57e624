package dev.pressroom.load;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/** Request bodies, each slightly different. */
final class SampleRequests {
    private static final String[] SUBJECTS = {
        "Watering succulents", "Choosing a first bicycle", "Baking bread without kneading", "Repairing a wooden chair",
        "Planning a kitchen", "Walking with an old dog", "Keeping bees on a roof", "Writing a good invoice"
    };
    private static final String[] BUSINESSES = {"Garden centre", "Bicycle shop", "Bakery", "Carpentry", "Accounting"};

    private final Plan plan;
    private final String page;

    /** @param page that is analysed */
    SampleRequests(Plan plan, String page) {
        this.plan = plan;
        this.page = page;
    }

    String path() {
        return plan.type().path();
    }

    JsonObject body(long number) {
        return plan.type() == Plan.Type.CONTENT ? content(number) : new JsonObject().put("url", page);
    }

    private JsonObject content(long number) {
        String subject = SUBJECTS[(int) (number % SUBJECTS.length)];
        return new JsonObject()
                .put("topic", new JsonObject().put("title", subject + ", part " + number))
                .put(
                        "businessInfo",
                        new JsonObject()
                                .put("businessType", BUSINESSES[(int) (number % BUSINESSES.length)])
                                .put("targetAudience", "People who do it for the first time"))
                .put("organizationId", UUID.randomUUID().toString())
                .put(
                        "ctas",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("text", "Book a visit")
                                        .put("href", "https://example.com/visit")
                                        .put("type", "primary")
                                        .put("placement", "end-of-post")));
    }
}
