package dev.pressroom.job;

import java.util.Locale;
import java.util.function.Supplier;

/**
 * The unit of fair queueing and of the cap on jobs. It is derived from verified data only: never from ids in a request's
 * body or from session ids, which a client could invent.
 *
 * @param id of the organization or user; for visitors a keyed hash of their network address
 */
public record Tenant(Kind kind, String id) {
    public enum Kind {
        ORGANIZATION,
        USER,
        VISITOR;

        private final String prefix = name().toLowerCase(Locale.ROOT) + ":";
    }

    /**
     * The organization of the owner's signed token, else the user, else the visitor's network.
     *
     * @param network supplies the keyed hash of the network; called only where there is no user
     */
    public static Tenant of(Owner owner, Supplier<String> network) {
        return owner.organizationId()
                .map(id -> new Tenant(Kind.ORGANIZATION, id.toString()))
                .or(() -> owner.userId().map(id -> new Tenant(Kind.USER, id.toString())))
                .orElseGet(() -> new Tenant(Kind.VISITOR, network.get()));
    }

    /** The tenant in rows of jobs and in the queue: {@code kind:id}. */
    public String key() {
        return kind.prefix + id;
    }
}
