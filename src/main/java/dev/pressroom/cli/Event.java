package dev.pressroom.cli;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * A server-sent event.
 *
 * @param id number to resume after; empty for a transient one
 */
record Event(String name, Optional<String> id, JsonObject data) {}
