package dev.pressroom.account;

import dev.pressroom.base.Secret;
import java.util.Optional;

/**
 * What somebody says who registers.
 *
 * @param email in its one form, see {@link Emails}
 * @param websiteUrl of the organization; it or the name is enough to make one
 */
public record Registration(
        String email,
        Secret password,
        Optional<String> firstName,
        Optional<String> lastName,
        Optional<String> organizationName,
        Optional<String> websiteUrl) {
    boolean namesOrganization() {
        return organizationName.isPresent() || websiteUrl.isPresent();
    }
}
