package dev.pressroom.pipeline.website;

import dev.pressroom.job.Owner;
import io.vertx.core.Future;
import java.util.UUID;

/** Identifies the organization of a site. */
public interface OrganizationIds {
    /**
     * The id of the organization that the owner has for this site, or the id that a new one will get.
     *
     * @param host in lower case and without {@code www.}
     */
    Future<UUID> identify(Owner owner, String host);
}
