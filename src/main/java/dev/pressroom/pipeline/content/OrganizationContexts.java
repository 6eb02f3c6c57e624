package dev.pressroom.pipeline.content;

import dev.pressroom.job.Owner;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/** Where the content pipeline learns what is known of an organization. */
public interface OrganizationContexts {
    /** The stored context of what the owner means by this id, usually from a website analysis; an empty object when there is none. */
    Future<JsonObject> find(Owner owner, UUID organizationId);
}
