package dev.pressroom.cli;

import dev.pressroom.base.Sources;
import dev.pressroom.config.Settings;
import io.vertx.core.Future;

/** A service that was started in this process, as far as the commands are concerned. */
public interface RunningService {
    /** Where it serves HTTP: the API, or health and metrics alone. */
    int port();

    /** A code for a link to the page that signs in with this token, once; for dev mode. */
    String signInCode(String token);

    /** Completes when everything is closed. */
    Future<Void> stop();

    /** How to start one. */
    interface Starter {
        Future<RunningService> start(Settings settings, Sources sources);

        /** Begins with what every start needs, whatever the settings will be; {@link #start} may follow at any time. */
        default void prepare() {}
    }
}
