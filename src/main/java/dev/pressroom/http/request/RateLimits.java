package dev.pressroom.http.request;

import dev.pressroom.config.HttpSettings;
import dev.pressroom.limit.SlidingWindow;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.PlatformHandler;
import io.vertx.ext.web.handler.SecurityPolicyHandler;
import java.util.Optional;
import java.util.function.LongSupplier;

/** All rate limits of a node, shared by its event loops. */
public final class RateLimits {
    private final AddressLimit address;
    private final RateLimit create;
    private final RateLimit stream;
    private final RateLimit read;
    private final RateLimit signIn;

    /** @param window the counter that all nodes share; empty without Redis */
    public RateLimits(
            HttpSettings.Rates rates, Optional<SlidingWindow> window, LongSupplier nanoTime, MeterRegistry metrics) {
        this.address = new AddressLimit(rates, nanoTime, metrics);
        this.create = new RateLimit("create", rates.create(), window, nanoTime, metrics);
        this.stream = new RateLimit("stream", rates.stream(), window, nanoTime, metrics);
        this.read = new RateLimit("read", rates.read(), window, nanoTime, metrics);
        this.signIn = new RateLimit("sign-in", rates.create(), window, nanoTime, metrics);
    }

    /** Adds the limit per network address for preflight requests; {@link #mount} adds it for all other requests. */
    public void mountPreflight(Router router) {
        router.route(HttpMethod.OPTIONS, "/*").handler((PlatformHandler) address::check);
    }

    /** Call it after the CORS handler has been added, so that pages of other origins can read a 429. */
    public void mount(Router router) {
        router.route().handler((SecurityPolicyHandler) context -> {
            if (context.request().method() == HttpMethod.OPTIONS) {
                context.next();
            } else {
                address.check(context);
            }
        });
    }

    /** Creating and retrying jobs. */
    public RateLimit create() {
        return create;
    }

    /** Opening streams. */
    public RateLimit stream() {
        return stream;
    }

    /** Reading, and all other operations without a limit of their own. */
    public RateLimit read() {
        return read;
    }

    /** Registering and signing in. */
    public RateLimit signIn() {
        return signIn;
    }
}
