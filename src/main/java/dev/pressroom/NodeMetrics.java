package dev.pressroom;

import dev.pressroom.http.HttpMeters;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.VertxOptions;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.core.spi.metrics.ClientMetrics;
import io.vertx.core.spi.metrics.DatagramSocketMetrics;
import io.vertx.core.spi.metrics.EventBusMetrics;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.metrics.PoolMetrics;
import io.vertx.core.spi.metrics.TCPMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.List;
import java.util.Set;

/**
 * The meters of a node. Their number is bounded: label values come from closed sets, library meters with other labels are
 * denied, and as a last resort at most {@link #MAX_METERS} are registered.
 */
final class NodeMetrics {
    static final int MAX_METERS = 3_000;

    /** Library meters whose label values are fixed at the start: pools by name, the bus by side. */
    private static final List<String> ALLOWED_PREFIXES =
            List.of("vertx.eventbus.", "vertx.pool.", "vertx.sql.", "vertx.redis.", "vertx.net.");

    private static final Set<String> ALLOWED_LABELS = Set.of("side", "pool_type", "pool_name");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HttpMeters http;

    NodeMetrics() {
        registry.config().meterFilter(new LibraryFilter()).meterFilter(MeterFilter.maximumAllowableMetrics(MAX_METERS));
        http = new HttpMeters(registry);
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }

    HttpMeters http() {
        return http;
    }

    /** The factory with which Vert.x records into the registry. */
    VertxMetricsFactory factory() {
        MicrometerMetricsFactory library = new MicrometerMetricsFactory(registry);
        return options -> new VertxMetricsWithoutHttp(library.metrics(options), http);
    }

    VertxOptions enabledIn(VertxOptions options) {
        return options.setMetricsOptions(new MicrometerMetricsOptions().setEnabled(true));
    }

    private static final class LibraryFilter implements MeterFilter {
        @Override
        public MeterFilterReply accept(Meter.Id id) {
            if (!id.getName().startsWith("vertx.")) {
                return MeterFilterReply.NEUTRAL;
            }
            boolean allowed = ALLOWED_PREFIXES.stream().anyMatch(id.getName()::startsWith)
                    && id.getTags().stream().allMatch(tag -> ALLOWED_LABELS.contains(tag.getKey()));
            return allowed ? MeterFilterReply.NEUTRAL : MeterFilterReply.DENY;
        }
    }

    /** The library's meters without HTTP: servers have our own meters, HTTP clients are measured where they are used. */
    private record VertxMetricsWithoutHttp(VertxMetrics library, HttpMeters http) implements VertxMetrics {
        @Override
        public HttpServerMetrics<?, ?, ?> createHttpServerMetrics(HttpServerOptions options, SocketAddress address) {
            return http;
        }

        @Override
        public EventBusMetrics<?> createEventBusMetrics() {
            return library.createEventBusMetrics();
        }

        @Override
        public ClientMetrics<?, ?, ?> createClientMetrics(SocketAddress address, String type, String namespace) {
            return library.createClientMetrics(address, type, namespace);
        }

        @Override
        public TCPMetrics<?> createNetServerMetrics(NetServerOptions options, SocketAddress address) {
            return library.createNetServerMetrics(options, address);
        }

        @Override
        public TCPMetrics<?> createNetClientMetrics(NetClientOptions options) {
            return library.createNetClientMetrics(options);
        }

        @Override
        public DatagramSocketMetrics createDatagramSocketMetrics(DatagramSocketOptions options) {
            return library.createDatagramSocketMetrics(options);
        }

        @Override
        public PoolMetrics<?, ?> createPoolMetrics(String type, String name, int size) {
            return library.createPoolMetrics(type, name, size);
        }

        @Override
        public void vertxCreated(io.vertx.core.Vertx vertx) {
            library.vertxCreated(vertx);
        }

        @Override
        public boolean isMetricsEnabled() {
            return library.isMetricsEnabled();
        }

        @Override
        public void close() {
            library.close();
        }
    }
}
