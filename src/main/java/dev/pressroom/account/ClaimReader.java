package dev.pressroom.account;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import dev.pressroom.base.Chars;
import dev.pressroom.base.CleanText;
import dev.pressroom.config.AuthSettings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads the user from the claims of a token; the settings name the claims. An id that is no UUID ({@code auth0|…},
 * {@code user_…}, an e-mail address) becomes a UUID of version 5 (RFC 9562) of issuer and id, which is stable and differs
 * between issuers.
 */
final class ClaimReader {
    private static final int MAX_ID_CHARACTERS = 255;
    private static final int MAX_PERMISSIONS = 100;

    private final AuthSettings.Claims names;
    private final boolean requireVerifiedEmail;
    private final NameBasedGenerator uuids;

    /** @param requireVerifiedEmail whether an e-mail address without the claim {@code email_verified} is ignored */
    ClaimReader(AuthSettings.Claims names, boolean requireVerifiedEmail) {
        this.names = names;
        this.requireVerifiedEmail = requireVerifiedEmail;
        this.uuids = Generators.nameBasedGenerator(names.namespace());
    }

    /** The names of the claims with the user id, for error messages. */
    String userClaims() {
        return String.join(", or else ", names.user());
    }

    /** Empty when no claim has a user id of 1 to {@link #MAX_ID_CHARACTERS} characters. */
    Optional<TokenUser> user(JsonObject claims) {
        return first(claims, names.user())
                .flatMap(value -> id(claims, "user", value))
                .map(userId -> new TokenUser(
                        userId,
                        email(claims),
                        first(claims, names.role()).flatMap(ClaimReader::role),
                        first(claims, names.organization()).flatMap(value -> id(claims, "organization", value)),
                        permissions(claims.getValue("permissions")),
                        Optional.ofNullable(claims.getValue(Tokens.SIGN_IN)).flatMap(ClaimReader::text)));
    }

    private Optional<UUID> id(JsonObject claims, String kind, Object value) {
        if (!(value instanceof String text)
                || text.isEmpty()
                || text.length() > MAX_ID_CHARACTERS
                || !text.strip().equals(text)) {
            return Optional.empty();
        }
        return Optional.of(
                Chars.isUuid(text)
                        ? UUID.fromString(text)
                        : uuids.generate(kind + "\n" + Objects.toString(claims.getValue("iss"), "") + "\n" + text));
    }

    private Optional<String> email(JsonObject claims) {
        Object claim = claims.getValue("email_verified");
        boolean isAccepted = claim == null ? !requireVerifiedEmail : claim.equals(true) || claim.equals("true");
        return isAccepted ? first(claims, names.email()).flatMap(ClaimReader::text) : Optional.empty();
    }

    private static List<String> permissions(Object value) {
        return value instanceof JsonArray permissions
                ? permissions.stream()
                        .limit(MAX_PERMISSIONS)
                        .map(ClaimReader::text)
                        .flatMap(Optional::stream)
                        .filter(permission -> permission.length() <= MAX_ID_CHARACTERS)
                        .toList()
                : List.of();
    }

    private static Optional<String> role(Object value) {
        return value instanceof JsonArray roles
                ? roles.contains(TokenUser.ADMIN_ROLE)
                        ? Optional.of(TokenUser.ADMIN_ROLE)
                        : roles.stream().findFirst().flatMap(ClaimReader::text)
                : text(value);
    }

    private static Optional<String> text(Object value) {
        return Optional.ofNullable(value instanceof String text ? CleanText.line(text) : null)
                .filter(text -> !text.isEmpty());
    }

    private static Optional<Object> first(JsonObject claims, List<String> names) {
        return names.stream()
                .map(name -> Optional.ofNullable(claims.getValue(name)).or(() -> nested(claims, name)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Object> nested(JsonObject claims, String path) {
        int dot = path.indexOf('.');
        return dot > 0 && claims.getValue(path.substring(0, dot)) instanceof JsonObject inner
                ? Optional.ofNullable(inner.getValue(path.substring(dot + 1)))
                        .or(() -> nested(inner, path.substring(dot + 1)))
                : Optional.empty();
    }
}
