package dev.pressroom.account;

import java.util.Optional;

/** What is known of somebody: from an account of this service, or else from a token. */
public record Profile(
        TokenUser user,
        Optional<String> firstName,
        Optional<String> lastName,
        Optional<String> organizationName,
        String plan) {}
