package dev.pressroom.fuzz;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What exists in the service that is tested, so that requests get further than "not found".
 *
 * @param byName an id for each parameter of a path, in braces
 * @param tokens good ones and bad ones
 */
record KnownIds(Map<String, String> byName, List<String> tokens, List<String> refreshTokens) {
    String of(String name) {
        return byName.getOrDefault(name, "019c1f5e-8f00-7d3a-9a66-0d5f5f0a4b21");
    }

    /** Nearly always one of a user who owns the ids. */
    String token(Random random) {
        return tokens.get(random.nextInt(10) > 0 ? 0 : random.nextInt(tokens.size()));
    }

    /** An example of the document with ids that exist here and addresses that are not fetched. */
    JsonObject filled(JsonObject example, Random random) {
        JsonObject body = example.copy();
        put(body, "blogPostId", of("{postId}"));
        put(body, "url", "http://127.0.0.1:9/");
        put(body, "email", "user" + random.nextInt(50) + "@example.com");
        put(body, "refreshToken", refreshTokens.get(random.nextInt(refreshTokens.size())));
        if (body.getValue("jobs") != null) {
            body.getJsonArray("jobs").stream()
                    .filter(JsonObject.class::isInstance)
                    .forEach(job -> put((JsonObject) job, "url", "http://127.0.0.1:9/"));
        }
        return body;
    }

    private static void put(JsonObject body, String member, String value) {
        if (body.containsKey(member)) {
            body.put(member, value);
        }
    }
}
