package dev.pressroom.cli;

import dev.pressroom.base.Sources;
import dev.pressroom.config.Settings;
import io.vertx.core.Future;

/** A service started in this process. */
public interface RunningService {
    /** The HTTP port: of the API, or on a worker-only node of health and metrics. */
    int port();

    /** A one-time code for the page, which exchanges it for this token; dev mode only. */
    String signInCode(String token);

    /** Completes when everything is closed. */
    Future<Void> stop();

    /** Starts services. */
    interface Starter {
        Future<RunningService> start(Settings settings, Sources sources);

        /** Begins work that does not depend on the settings, to make {@link #start} faster. */
        default void prepare() {}
    }
}
