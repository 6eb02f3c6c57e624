package dev.pressroom.account;

import dev.pressroom.base.Secret;
import java.util.Optional;

/**
 * What somebody says who registers.
 *
 * @param email in its one form, see {@link Emails}
 * @param websiteUrl of the organization; it or the name is enough to make one
 * @param websiteHost by which an analysis of that site finds the organization again
 */
public record Registration(
        String email,
        Secret password,
        Optional<String> firstName,
        Optional<String> lastName,
        Optional<String> organizationName,
        Optional<String> websiteUrl,
        Optional<String> websiteHost) {
    boolean namesOrganization() {
        return organizationName.isPresent() || websiteUrl.isPresent();
    }
}
