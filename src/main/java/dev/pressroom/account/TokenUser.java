package dev.pressroom.account;

import java.util.Optional;
import java.util.UUID;

/** Whom a checked token speaks for. */
public record TokenUser(UUID userId, Optional<String> email, Optional<String> role, Optional<UUID> organizationId) {}
