package dev.pressroom.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.CorsHandler;
import io.vertx.ext.web.handler.SecurityPolicyHandler;
import io.vertx.ext.web.impl.Origin;
import java.util.List;
import java.util.Set;

/** Cross-origin resource sharing (WHATWG Fetch) for the configured origins. */
final class Cors {
    private static final Set<String> ALLOWED_HEADERS = Set.of(
            "Content-Type",
            "Authorization",
            "x-session-id",
            "Idempotency-Key",
            "Last-Event-ID",
            "Prefer",
            "If-None-Match",
            "If-Match",
            "Cache-Control",
            "X-Requested-With",
            "User-Agent",
            "traceparent",
            "MCP-Protocol-Version",
            "Mcp-Method",
            "Mcp-Name");
    private static final Set<String> EXPOSED_HEADERS = Set.of(
            "ETag",
            "Location",
            "Retry-After",
            "RateLimit",
            "RateLimit-Policy",
            "Idempotent-Replayed",
            "Preference-Applied",
            "x-request-id",
            "Deprecation",
            "Link",
            "WWW-Authenticate");
    private static final int MAX_AGE_SECONDS = 86_400;

    private Cors() {}

    /**
     * Adds the CORS handler. A request from another origin gets no CORS headers but is not refused: browsers send an
     * {@code Origin} also from the page of this service.
     *
     * @param origins allowed origins; {@code *} for all; empty for none
     */
    static void mount(Router router, List<String> origins) {
        if (origins.isEmpty()) {
            return;
        }
        CorsHandler cors = origins.contains("*")
                ? CorsHandler.create()
                : CorsHandler.create().addOrigins(origins);
        cors.allowedMethods(Set.of(
                        HttpMethod.GET,
                        HttpMethod.POST,
                        HttpMethod.PUT,
                        HttpMethod.PATCH,
                        HttpMethod.DELETE,
                        HttpMethod.OPTIONS))
                .allowedHeaders(ALLOWED_HEADERS)
                .exposedHeaders(EXPOSED_HEADERS)
                .maxAgeSeconds(MAX_AGE_SECONDS);
        router.route().handler((SecurityPolicyHandler) context -> {
            String origin = context.request().getHeader(HttpHeaders.ORIGIN);
            String path = context.request().path();
            boolean isShared = path == null || !path.startsWith(DevRoutes.PREFIX);
            boolean isAllowed =
                    origin != null && (origins.contains("*") ? Origin.isValid(origin) : origins.contains(origin));
            if (isShared && isAllowed) {
                cors.handle(context);
            } else {
                context.next();
            }
        });
    }
}
