package dev.pressroom.http.mcp;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses requests from pages of other origins with 403, against DNS rebinding: a page whose host name suddenly resolves
 * to this machine has an {@code Origin} that matches {@code Host}, so {@code Host} is never consulted. Programs send no
 * {@code Origin}.
 */
public final class OriginCheck {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final List<String> allowed;
    private final Optional<String> ownOrigin;

    /**
     * @param allowed origins of {@code http.cors-origins}; {@code *} stands for the pages of this machine only
     * @param publicUrl of the service
     */
    public OriginCheck(List<String> allowed, Optional<String> publicUrl) {
        this.allowed = allowed;
        this.ownOrigin = publicUrl.map(URI::create).map(url -> url.getScheme() + "://" + url.getRawAuthority());
    }

    /** A handler: passes the request on, or fails it with {@code FORBIDDEN}. */
    public void check(RoutingContext context) {
        List<String> origins = context.request().headers().getAll(HttpHeaders.ORIGIN);
        if (origins.stream().allMatch(this::isAllowed)) {
            context.next();
        } else {
            context.fail(new Failure(
                    ErrorCode.FORBIDDEN,
                    "This endpoint is not open to the page that sent the request. Its origin must be in"
                            + " http.cors-origins."));
        }
    }

    boolean isAllowed(String origin) {
        return allowed.contains(origin)
                || ownOrigin.equals(Optional.of(origin))
                || allowed.contains("*") && isLoopback(origin);
    }

    private static boolean isLoopback(String origin) {
        try {
            URI url = new URI(origin);
            return url.getHost() != null && LOOPBACK.contains(url.getHost());
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
