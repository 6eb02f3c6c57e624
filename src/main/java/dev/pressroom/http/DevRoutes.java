package dev.pressroom.http;

import dev.pressroom.account.TokenUser;
import dev.pressroom.account.Tokens;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.IpAddress;
import dev.pressroom.base.Sources;
import dev.pressroom.http.account.SignInCodes;
import dev.pressroom.http.request.Client;
import dev.pressroom.http.request.JsonResponses;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Issues tokens to the page of this service, in dev mode only. Pages of other sites cannot get one: a request needs a host
 * name that always means this machine (against DNS rebinding), the same origin if it has an {@code Origin}, the method POST
 * and a header that a form cannot send. These paths have no CORS.
 */
final class DevRoutes {
    static final String PREFIX = "/dev/";
    private static final Duration TOKEN_LIFETIME = Duration.ofHours(12);
    private static final String PAGE_HEADER = "x-pressroom-page";
    private static final String CODE_HEADER = "x-pressroom-code";

    private final Tokens tokens;
    private final Sources sources;
    private final SignInCodes codes;

    /** @param tokens for which {@link Tokens#canMint} is true */
    DevRoutes(Tokens tokens, Sources sources, SignInCodes codes) {
        this.tokens = tokens;
        this.sources = sources;
        this.codes = codes;
    }

    void mount(Router router) {
        router.post(PREFIX + "token")
                .handler(context -> guard(context, PAGE_HEADER))
                .handler(this::token);
        router.post(PREFIX + "sign-in")
                .handler(context -> guard(context, CODE_HEADER))
                .handler(this::signIn);
    }

    /** Whether the requested host is {@code localhost} or a loopback address. */
    static boolean isLoopback(RoutingContext context) {
        return Client.of(context)
                .host(context.request())
                .map(DevRoutes::withoutPort)
                .filter(host -> host.equalsIgnoreCase("localhost")
                        || IpAddress.parse(host).filter(IpAddress::isLoopback).isPresent())
                .isPresent();
    }

    private static String withoutPort(String host) {
        if (host.startsWith("[")) {
            int end = host.indexOf(']');
            return end < 0 ? host : host.substring(1, end);
        }
        int colon = host.lastIndexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }

    private static void guard(RoutingContext context, String header) {
        String origin = context.request().getHeader(HttpHeaders.ORIGIN);
        boolean isSameOrigin = origin == null
                || Client.of(context)
                        .origin(context.request())
                        .filter(origin::equals)
                        .isPresent();
        if (isLoopback(context) && isSameOrigin && context.request().getHeader(header) != null) {
            context.next();
        } else {
            context.fail(new Failure(
                    ErrorCode.NOT_FOUND,
                    "Only the page of this service may send this request," + " opened at localhost."));
        }
    }

    /** {@code POST /dev/token}: a token for a new trial user, see {@link TokenUser#TRIAL_ROLE}. */
    private void token(RoutingContext context) {
        UUID user = sources.ids().get();
        TokenUser trial = new TokenUser(user, Optional.empty(), Optional.of(TokenUser.TRIAL_ROLE), Optional.empty());
        JsonResponses.json(
                context,
                200,
                new JsonObject()
                        .put("token", tokens.mint(trial, TOKEN_LIFETIME))
                        .put("userId", user.toString()));
    }

    /** {@code POST /dev/sign-in}: exchanges the code of a sign-in link for its token. */
    private void signIn(RoutingContext context) {
        Optional<String> token = codes.redeem(context.request().getHeader(CODE_HEADER));
        if (token.isPresent()) {
            JsonResponses.json(context, 200, new JsonObject().put("token", token.get()));
        } else {
            context.fail(new Failure(ErrorCode.UNAUTHENTICATED, "This sign-in link was already used or has expired."));
        }
    }
}
