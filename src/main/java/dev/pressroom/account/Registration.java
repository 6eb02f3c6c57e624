package dev.pressroom.account;

import dev.pressroom.base.Secret;
import java.util.Optional;

/**
 * The data of a registration.
 *
 * @param email normalized, see {@link Emails}
 * @param websiteUrl of the organization, which is created if its name or website is present
 * @param websiteHost by which a later analysis of the site is assigned to the organization
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
