package dev.pressroom.http.account;

import dev.pressroom.account.Accounts;
import dev.pressroom.account.ClientAddress;
import dev.pressroom.account.Emails;
import dev.pressroom.account.PasswordRules;
import dev.pressroom.account.Registration;
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

/** Registration, login, refresh and logout. Requests have been validated against the OpenAPI document before. */
public final class AccountRoutes {
    /** Role of a user whose token has none. */
    private static final String DEFAULT_ROLE = "user";

    private final Accounts accounts;
    private final Authenticator authenticator;
    private final Adoptions adoptions;

    public AccountRoutes(Accounts accounts, Authenticator authenticator, Adoptions adoptions) {
        this.adoptions = adoptions;
        this.accounts = accounts;
        this.authenticator = authenticator;
    }

    /** {@code POST /api/v1/auth/register} */
    public void register(RoutingContext context) {
        JsonObject body = JsonBodies.object(context);
        withAcceptedPassword(registration(body))
                .compose(registration -> accounts.register(registration, address(context)))
                .compose(result -> withAdopted(context, result))
                .onSuccess(signedIn -> JsonResponses.json(context, 201, signedIn))
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

    /** @throws Failure for a URL that matches the pattern of the OpenAPI document but cannot be parsed */
    private static String host(String url) {
        try {
            return PageUrl.parse(url).site();
        } catch (Failure invalid) {
            throw ErrorResponse.DetailedFailure.invalid("/websiteUrl", "must be an http(s) URL");
        }
    }

    private static Future<Registration> withAcceptedPassword(Registration registration) {
        return PasswordRules.violation(registration.password().value(), registration.email())
                .map(fault ->
                        Future.<Registration>failedFuture(ErrorResponse.DetailedFailure.invalid("/password", fault)))
                .orElseGet(() -> Future.succeededFuture(registration));
    }

    /** A member as one line of text; empty if it is missing or blank. */
    private static Optional<String> line(JsonObject body, String member) {
        return Optional.ofNullable(body.getString(member)).map(CleanText::line).filter(text -> !text.isEmpty());
    }

    /** {@code POST /api/v1/auth/login} */
    public void login(RoutingContext context) {
        JsonObject body = JsonBodies.object(context);
        accounts.login(
                        Emails.normalized(body.getString("email")),
                        new Secret(body.getString("password")),
                        address(context))
                .compose(result -> withAdopted(context, result))
                .onSuccess(signedIn -> JsonResponses.json(context, 200, signedIn))
                .onFailure(context::fail);
    }

    /** Transfers what the visitor has made to the user who has just signed in. */
    private Future<JsonObject> withAdopted(RoutingContext context, Accounts.SignInResult result) {
        return adoptions
                .afterSignIn(context, result.account().userId())
                .map(adopted -> adopted.map(counts -> json(result).put("adopted", Adoptions.json(counts)))
                        .orElseGet(() -> json(result)));
    }

    /** {@code POST /api/v1/auth/password}: ends all other sign-ins of the user. */
    public void changePassword(RoutingContext context) {
        JsonObject body = JsonBodies.object(context);
        Secret next = new Secret(body.getString("newPassword"));
        authenticator
                .tokenUser(context.request())
                .compose(user -> accounts.changePassword(
                        user, new Secret(body.getString("currentPassword")), next, address(context)))
                .compose(change -> change.fault()
                        .map(fault -> Future.<Void>failedFuture(
                                ErrorResponse.DetailedFailure.invalid("/" + fault.member(), fault.message())))
                        .orElseGet(Future::succeededFuture))
                .onSuccess(changed -> JsonResponses.json(context, 200, new JsonObject().put("success", true)))
                .onFailure(context::fail);
    }

    /** {@code POST /api/v1/auth/refresh} */
    public void refresh(RoutingContext context) {
        accounts.refresh(refreshToken(context))
                .onSuccess(result -> JsonResponses.json(context, 200, json(result)))
                .onFailure(context::fail);
    }

    /** {@code POST /api/v1/auth/logout} */
    public void logout(RoutingContext context) {
        endSignIn(context)
                .onSuccess(ended -> JsonResponses.json(context, 200, new JsonObject().put("success", true)))
                .onFailure(context::fail);
    }

    /** Ends the sign-in of the refresh token in the body; without a body that of the access token, which must be valid. */
    private Future<Void> endSignIn(RoutingContext context) {
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
                .compose(accounts::profile)
                .onSuccess(profile -> JsonResponses.json(
                        context, 200, new JsonObject().put("success", true).put("user", user(profile))))
                .onFailure(context::fail);
    }

    private static Secret refreshToken(RoutingContext context) {
        return new Secret(JsonBodies.object(context).getString("refreshToken"));
    }

    private static ClientAddress address(RoutingContext context) {
        return Client.of(context).address();
    }

    private static JsonObject json(Accounts.SignInResult result) {
        return new JsonObject()
                .put("success", true)
                .put("user", user(result.account().profile()))
                .put("accessToken", result.accessToken().value())
                .put("refreshToken", result.refreshToken().value())
                .put("expiresIn", result.expiresIn().toSeconds());
    }

    private static JsonObject user(Accounts.Profile profile) {
        TokenUser user = profile.user();
        return new JsonObject()
                .put("id", user.userId().toString())
                .put("email", user.email().orElse(null))
                .put("firstName", profile.firstName().orElse(null))
                .put("lastName", profile.lastName().orElse(null))
                .put("organizationId", user.organizationId().map(UUID::toString).orElse(null))
                .put("organizationName", profile.organizationName().orElse(null))
                .put("role", user.role().orElse(DEFAULT_ROLE))
                .put("permissions", new JsonArray(user.permissions()))
                .put("plan", profile.plan());
    }
}
