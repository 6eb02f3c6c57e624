package dev.pressroom.account;

import java.util.Optional;
import java.util.UUID;

/**
 * An account of this service.
 *
 * @param email in its one form: trimmed, lower case
 * @param organizationId the organization that was made with it
 */
public record Account(
        UUID userId,
        String email,
        Optional<String> firstName,
        Optional<String> lastName,
        Optional<UUID> organizationId,
        Optional<String> organizationName,
        String plan) {
    /** What the access tokens of this account say. */
    TokenUser tokenUser() {
        return new TokenUser(userId, Optional.of(email), Optional.empty(), organizationId);
    }

    public Profile profile() {
        return profile(tokenUser());
    }

    /** The account as the token of its owner completes it: with the role and the permissions that it names. */
    Profile profile(TokenUser token) {
        TokenUser user = new TokenUser(
                userId, Optional.of(email), token.role(), organizationId, token.permissions(), token.signIn());
        return new Profile(user, firstName, lastName, organizationName, plan);
    }
}
