package dev.pressroom.load;

import dev.pressroom.account.Tokens;
import dev.pressroom.base.Sources;
import dev.pressroom.config.DevSecret;
import dev.pressroom.config.InvalidSettings;
import dev.pressroom.config.Settings;
import dev.pressroom.config.SettingsLoader;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Checks that the service is usable before the load starts; fails with a message that says why not. */
final class ServiceCheck {
    private static final long ANSWER_SECONDS = 15;

    private final Vertx vertx;
    private final ServiceClient wire;
    private final String url;

    ServiceCheck(Vertx vertx, ServiceClient wire, String url) {
        this.vertx = vertx;
        this.wire = wire;
        this.url = url;
    }

    /** Why there can be no load. */
    static final class Closed extends RuntimeException {
        Closed(String message) {
            super(message);
        }
    }

    /** @throws Closed when nothing answers there, or not as this service would */
    void knock() {
        ServiceClient.Answer answer = get(new LoadUser(vertx, new Random(), ""), "/health/live");
        if (answer.status() != 200) {
            throw new Closed("What answers at " + url + " is not this service, or not well: " + answer.kind());
        }
    }

    /** @throws Closed when the service does not know the token */
    void show(String token) {
        ServiceClient.Answer answer = get(new LoadUser(vertx, new Random(), token), "/api/v1/user/credits");
        if (answer.status() != 200) {
            throw new Closed("The service at " + url + " does not take the token (" + answer.kind()
                    + "). Give one with --token, or the service's JWT_SECRET or PRESSROOM_DATA in the environment.");
        }
    }

    /**
     * Makes tokens of users nobody has met, with the secret that a service started here with the same environment uses.
     *
     * @throws Closed when there is none
     */
    static Supplier<String> tokens(Vertx vertx, Map<String, String> env, Duration ttl) {
        Settings settings = settings(env);
        if (settings.auth().secret().isEmpty()) {
            throw new Closed("Tokens cannot be made with a public key alone. Give one with --token.");
        }
        Sources sources = Sources.system();
        Tokens tokens = Tokens.create(vertx, settings.auth(), sources).await();
        return () -> tokens.mint(sources.ids().get(), ttl);
    }

    private static Settings settings(Map<String, String> env) {
        try {
            return DevSecret.complete(SettingsLoader.load(env));
        } catch (InvalidSettings e) {
            throw new Closed("No token can be made with these settings: " + e.getMessage());
        }
    }

    private ServiceClient.Answer get(LoadUser customer, String path) {
        try {
            return wire.get(customer, path).await(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new Closed("Nothing answers at " + url + " (" + ErrorKinds.of(e)
                    + "). Start it with scripts/run, or name " + "another with --url.");
        }
    }
}
