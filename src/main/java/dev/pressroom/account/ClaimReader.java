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
 * Reads the identity in the claims of a token, by the names that the settings give them. Identity providers name their
 * users by texts ({@code auth0|…}, {@code user_…}, an e-mail address): such an id becomes a UUID of version 5 (RFC 9562)
 * by issuer and id, so that it stays the same and two issuers never name the same user. A UUID stays as it is.
 */
final class ClaimReader {
    private static final int MAX_ID_CHARACTERS = 255;
    private static final int MAX_PERMISSIONS = 100;
    private static final String ADMIN = "admin";

    private final AuthSettings.Claims names;
    private final boolean mailNeedsProof;
    private final NameBasedGenerator uuids;

    /** @param mailNeedsProof whether an e-mail address without {@code email_verified} counts as none */
    ClaimReader(AuthSettings.Claims names, boolean mailNeedsProof) {
        this.names = names;
        this.mailNeedsProof = mailNeedsProof;
        this.uuids = Generators.nameBasedGenerator(names.namespace());
    }

    /** The names of the claims that may name the user, for messages. */
    String userClaims() {
        return String.join(", or else ", names.user());
    }

    /** Empty when the claims name no user. */
    Optional<TokenUser> user(JsonObject claims) {
        return first(claims, names.user())
                .flatMap(value -> id(claims, "user", value))
                .map(userId -> new TokenUser(
                        userId,
                        mail(claims),
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

    private Optional<String> mail(JsonObject claims) {
        Object verified = claims.getValue("email_verified");
        boolean counts = verified == null ? !mailNeedsProof : verified.equals(true) || verified.equals("true");
        return counts ? first(claims, names.email()).flatMap(ClaimReader::text) : Optional.empty();
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
                ? roles.contains(ADMIN)
                        ? Optional.of(ADMIN)
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
