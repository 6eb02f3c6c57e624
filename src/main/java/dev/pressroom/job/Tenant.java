package dev.pressroom.job;

import java.util.Locale;
import java.util.function.Supplier;

/**
 * Whose turn jobs take in the queue, and whose queued and running jobs are counted. Nothing that a client can make up: ids
 * from bodies and session ids are none.
 *
 * @param id of the organization or user, or a keyed hash of the visitor's network
 */
public record Tenant(Kind kind, String id) {
    public enum Kind {
        ORGANIZATION,
        USER,
        VISITOR
    }

    /**
     * The organization that the owner's signed token carries, else the user, else the visitor's network.
     *
     * @param network a keyed hash of it; asked for where there is no user
     */
    public static Tenant of(Owner owner, Supplier<String> network) {
        return owner.organizationId()
                .map(id -> new Tenant(Kind.ORGANIZATION, id.toString()))
                .or(() -> owner.userId().map(id -> new Tenant(Kind.USER, id.toString())))
                .orElseGet(() -> new Tenant(Kind.VISITOR, network.get()));
    }

    /** As it stands in the rows of jobs and in the queue. */
    public String key() {
        return kind.name().toLowerCase(Locale.ROOT) + ":" + id;
    }
}
