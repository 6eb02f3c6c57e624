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
    public TokenUser(UUID userId, Optional<String> email, Optional<String> role, Optional<UUID> organizationId) {
        this(userId, email, role, organizationId, List.of(), Optional.empty());
    }

    TokenUser inSignIn(String id) {
        return new TokenUser(userId, email, role, organizationId, permissions, Optional.of(id));
    }
}
