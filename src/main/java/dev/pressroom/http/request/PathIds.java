package dev.pressroom.http.request;

import dev.pressroom.base.Chars;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;

/** Reads UUIDs from path parameters. */
public final class PathIds {
    private PathIds() {}

    /** @throws Failure {@code NOT_FOUND} when the parameter is no UUID, as for an id that does not exist */
    public static UUID of(RoutingContext context, String parameter) {
        String text = context.pathParam(parameter);
        if (!Chars.isUuid(text)) {
            throw new Failure(ErrorCode.NOT_FOUND, "There is no resource with this id.");
        }
        return UUID.fromString(text);
    }
}
