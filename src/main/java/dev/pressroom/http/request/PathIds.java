package dev.pressroom.http.request;

import dev.pressroom.base.Chars;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;

/** Reads ids in paths. One that is no UUID names nothing: the answer is the same as for one that does not exist. */
public final class PathIds {
    private PathIds() {}

    /** @throws Failure {@code NOT_FOUND} */
    public static UUID of(RoutingContext context, String parameter) {
        String text = context.pathParam(parameter);
        if (!Chars.isUuid(text)) {
            throw new Failure(ErrorCode.NOT_FOUND, "There is nothing with this id.");
        }
        return UUID.fromString(text);
    }
}
