package dev.pressroom.pipeline.website;

import dev.pressroom.job.Owner;
import io.vertx.core.Future;
import java.util.UUID;

/** Where the pipeline learns which organization a site is to its owner. */
public interface OrganizationIds {
    /**
     * The organization that the owner has for this site, or the id that it will have.
     *
     * @param host in lower case and without {@code www.}
     */
    Future<UUID> identify(Owner owner, String host);
}
