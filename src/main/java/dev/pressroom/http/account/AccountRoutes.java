package dev.pressroom.http.account;

import dev.pressroom.account.Accounts;
import dev.pressroom.account.ClientAddress;
import dev.pressroom.account.Emails;
import dev.pressroom.account.PasswordRules;
import dev.pressroom.account.Profile;
import dev.pressroom.account.Registration;
import dev.pressroom.account.SignInResult;
import dev.pressroom.account.TokenUser;
import dev.pressroom.base.CleanText;
import dev.pressroom.base.Failure;
import dev.pressroom.base.Secret;
import dev.pressroom.http.request.Authenticator;
import dev.pressroom.http.request.Client;
import dev.pressroom.http.request.ErrorResponse;
import dev.pressroom.http.request.JsonBodies;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.page.url.PageUrl;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.UUID;

/** Registering, signing in and out. The request has been validated against the OpenAPI document before. */
public final class AccountRoutes {
    /** Of a user whose token names none. */
    private static final String PLAIN_ROLE = "user";

    private final Accounts accounts;
    private final Authenticator authenticator;

    public AccountRoutes(Accounts accounts, Authenticator authenticator) {
        this.accounts = accounts;
        this.authenticator = authenticator;
    }

    /** {@code POST /api/v1/auth/register} */
    public void register(RoutingContext context) {
        JsonObject body = JsonBodies.object(context);
        acceptable(registration(body))
                .compose(registration -> accounts.register(registration, from(context)))
                .onSuccess(signedIn -> JsonResponses.json(context, 201, signedIn(signedIn)))
                .onFailure(context::fail);
    }

    private static Registration registration(JsonObject body) {
        Optional<String> website = line(body, "websiteUrl");
        return new Registration(
                Emails.normalized(body.getString("email")),
                new Secret(body.getString("password")),
                line(body, "firstName"),
                line(body, "lastName"),
                line(body, "organizationName"),
                website,
                website.map(AccountRoutes::host));
    }

    /** The document's pattern is rough: what is left is found out here. */
    private static String host(String url) {
        try {
            return PageUrl.parse(url).site();
        } catch (Failure invalid) {
            throw ErrorResponse.DetailedFailure.invalid("/websiteUrl", "must be an http(s) URL");
        }
    }

    private static Future<Registration> acceptable(Registration registration) {
        return PasswordRules.fault(registration.password().value(), registration.email())
                .map(fault ->
                        Future.<Registration>failedFuture(ErrorResponse.DetailedFailure.invalid("/password", fault)))
                .orElseGet(() -> Future.succeededFuture(registration));
    }

    /** A name in one line; what is blank was not given. */
    private static Optional<String> line(JsonObject body, String member) {
        return Optional.ofNullable(body.getString(member)).map(CleanText::line).filter(text -> !text.isEmpty());
    }

    /** {@code POST /api/v1/auth/login} */
    public void login(RoutingContext context) {
        JsonObject body = JsonBodies.object(context);
        accounts.login(
                        Emails.normalized(body.getString("email")),
                        new Secret(body.getString("password")),
                        from(context))
                .onSuccess(signedIn -> JsonResponses.json(context, 200, signedIn(signedIn)))
                .onFailure(context::fail);
    }

    /** {@code POST /api/v1/auth/refresh} */
    public void refresh(RoutingContext context) {
        accounts.refresh(refreshToken(context))
                .onSuccess(signedIn -> JsonResponses.json(context, 200, signedIn(signedIn)))
                .onFailure(context::fail);
    }

    /** {@code POST /api/v1/auth/logout} */
    public void logout(RoutingContext context) {
        ended(context)
                .onSuccess(ended -> JsonResponses.json(context, 200, new JsonObject().put("success", true)))
                .onFailure(context::fail);
    }

    /** The sign-in of the refresh token; without one that of the access token, which must be good then. */
    private Future<Void> ended(RoutingContext context) {
        return JsonBodies.json(context)
                .map(JsonObject.class::cast)
                .map(body -> body.getString("refreshToken"))
                .map(token -> accounts.logout(new Secret(token)))
                .orElseGet(() -> authenticator.tokenUser(context.request()).compose(accounts::logout));
    }

    /** {@code GET /api/v1/auth/me} */
    public void me(RoutingContext context) {
        authenticator
                .tokenUser(context.request())
                .compose(accounts::who)
                .onSuccess(profile -> JsonResponses.json(
                        context, 200, new JsonObject().put("success", true).put("user", user(profile))))
                .onFailure(context::fail);
    }

    private static Secret refreshToken(RoutingContext context) {
        return new Secret(JsonBodies.object(context).getString("refreshToken"));
    }

    private static ClientAddress from(RoutingContext context) {
        return Client.of(context).address();
    }

    private static JsonObject signedIn(SignInResult signedIn) {
        return new JsonObject()
                .put("success", true)
                .put("user", user(signedIn.account().profile()))
                .put("accessToken", signedIn.accessToken().value())
                .put("refreshToken", signedIn.refreshToken().value())
                .put("expiresIn", signedIn.expiresIn().toSeconds());
    }

    private static JsonObject user(Profile profile) {
        TokenUser user = profile.user();
        return new JsonObject()
                .put("id", user.userId().toString())
                .put("email", user.email().orElse(null))
                .put("firstName", profile.firstName().orElse(null))
                .put("lastName", profile.lastName().orElse(null))
                .put("organizationId", user.organizationId().map(UUID::toString).orElse(null))
                .put("organizationName", profile.organizationName().orElse(null))
                .put("role", user.role().orElse(PLAIN_ROLE))
                .put("permissions", new JsonArray(user.permissions()))
                .put("plan", profile.plan());
    }
}
