package dev.pressroom.pipeline.content;

import dev.pressroom.job.Owner;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/** Looks up stored contexts of organizations. */
public interface OrganizationContexts {
    /**
     * The stored context of an organization of the owner, usually from a website analysis; an empty object when there
     * is none.
     */
    Future<JsonObject> find(Owner owner, UUID organizationId);
}
