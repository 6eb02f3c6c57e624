package dev.pressroom.job;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.config.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The largest number of queued and running jobs per tenant, so that no tenant can fill the queue.
 *
 * @param users for a user, or for the organization of signed tokens; empty: no cap
 * @param visitors for the visitors of one network together; empty: no cap
 */
record JobCaps(OptionalInt users, OptionalInt visitors) {
    /** Jobs take seconds to minutes, so a retry after this time often succeeds. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(15);

    static JobCaps of(Settings.Limits limits) {
        return new JobCaps(limits.jobsOfUser(), limits.jobsOfVisitor());
    }

    /** The cap as a parameter of a statement; null: no cap. */
    Integer of(Tenant tenant) {
        return orNull(
                switch (tenant.kind()) {
                    case ORGANIZATION, USER -> users;
                    case VISITOR -> visitors;
                });
    }

    Integer ofUsers() {
        return orNull(users);
    }

    Integer ofVisitors() {
        return orNull(visitors);
    }

    Failure exceeded(Tenant tenant) {
        return switch (tenant.kind()) {
            case ORGANIZATION -> exceeded("Your organization has", users);
            case USER -> exceeded("You have", users);
            case VISITOR -> exceeded("Your network has", visitors);
        };
    }

    /** For a retry, where the kind of tenant is not known. */
    static Failure exceeded() {
        return failure("There are too many jobs queued or running. Wait until one has ended, or cancel one.");
    }

    private static Failure exceeded(String subject, OptionalInt cap) {
        return failure(subject + " too many jobs queued or running"
                + (cap.isPresent() ? ": at most " + cap.getAsInt() + " at once" : "")
                + ". Wait until one has ended, or cancel one.");
    }

    private static Failure failure(String message) {
        return new Failure(ErrorCode.TOO_MANY_JOBS, message, Optional.of(RETRY_AFTER), null);
    }

    private static Integer orNull(OptionalInt cap) {
        return cap.isPresent() ? cap.getAsInt() : null;
    }
}
