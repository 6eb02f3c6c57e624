package dev.pressroom.account;

import java.util.Optional;
import java.util.UUID;

/**
 * An account of this service.
 *
 * @param email normalized, see {@link Emails}
 * @param organizationId the organization that was created with the account
 */
public record Account(
        UUID userId,
        String email,
        Optional<String> firstName,
        Optional<String> lastName,
        Optional<UUID> organizationId,
        Optional<String> organizationName,
        String plan) {
    /** The user for access tokens of this account. */
    TokenUser tokenUser() {
        return new TokenUser(userId, Optional.of(email), Optional.empty(), organizationId);
    }

    /** The profile without role and permissions, which only a token contains. */
    public Accounts.Profile profile() {
        return profile(tokenUser());
    }

    /** The profile with role and permissions from the user's token. */
    Accounts.Profile profile(TokenUser token) {
        TokenUser user = new TokenUser(
                userId, Optional.of(email), token.role(), organizationId, token.permissions(), token.signIn());
        return new Accounts.Profile(user, firstName, lastName, organizationName, plan);
    }
}
