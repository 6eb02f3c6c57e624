package dev.pressroom.bench;

import dev.pressroom.support.Api;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/** Texts and request bodies of the benchmark. */
final class SampleText {
    private static final String SENTENCE =
            "A balcony in spring wants water, patience and a plan that fits on one page. ";

    private SampleText() {}

    /** Text of so many bytes. */
    static String plain(int bytes) {
        return SENTENCE.repeat(bytes / SENTENCE.length() + 1).substring(0, bytes);
    }

    /** Text of so many bytes, one of which is the mark. */
    static String marked(int bytes) {
        return HeldStreams.MARK + plain(bytes - 1);
    }

    /** An order, always of the same organization for one user. */
    static JsonObject order(UUID user) {
        return Api.order("Ten plants for a shady balcony")
                .put("organizationId", new UUID(~user.getMostSignificantBits(), user.getLeastSignificantBits()));
    }
}
