package dev.pressroom.account;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The user of a verified token.
 *
 * @param signIn the {@link RefreshToken#signInId} of the sign-in; only in tokens for accounts of this service
 */
public record TokenUser(
        UUID userId,
        Optional<String> email,
        Optional<String> role,
        Optional<UUID> organizationId,
        List<String> permissions,
        Optional<String> signIn) {
    /** The role of a user without an account, whose data the holder of the token may transfer to an account. */
    public static final String TRIAL_ROLE = "trial";

    /** The role of operators, who may use all routes below {@code /api/v1/ops}. */
    public static final String ADMIN_ROLE = "admin";

    public TokenUser(UUID userId, Optional<String> email, Optional<String> role, Optional<UUID> organizationId) {
        this(userId, email, role, organizationId, List.of(), Optional.empty());
    }

    /** A user of whom only the id is known, with the role of an operator or with none. */
    public static TokenUser of(UUID userId, boolean admin) {
        return new TokenUser(
                userId, Optional.empty(), admin ? Optional.of(ADMIN_ROLE) : Optional.empty(), Optional.empty());
    }

    /** Whether this user is an operator. */
    public boolean isAdmin() {
        return role.filter(ADMIN_ROLE::equals).isPresent();
    }

    TokenUser inSignIn(String id) {
        return new TokenUser(userId, email, role, organizationId, permissions, Optional.of(id));
    }
}
