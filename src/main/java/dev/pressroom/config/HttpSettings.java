package dev.pressroom.config;

import static dev.pressroom.config.SettingTypes.DAY;
import static dev.pressroom.config.SettingTypes.HOUR;
import static dev.pressroom.config.SettingTypes.MILLISECOND;
import static dev.pressroom.config.SettingTypes.bytes;
import static dev.pressroom.config.SettingTypes.duration;
import static dev.pressroom.config.SettingTypes.limit;
import static dev.pressroom.config.SettingTypes.number;
import static dev.pressroom.config.SettingTypes.onOrOff;

import dev.pressroom.base.IpBlock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The HTTP server of a node.
 *
 * @param host local address to listen at
 * @param port 0 lets the system choose
 * @param maxHeaderSize bytes of a request line, and of all headers of a request together
 * @param bodyLimit bytes of a request body
 * @param batchBodyLimit bytes of the body of a batch of jobs
 * @param anonymousBodyLimit bytes of a body that is read before the client is authenticated
 * @param bufferedBodies bytes of all request bodies in memory at once; further requests get 503
 * @param unsentAnswers bytes of all responses that clients have not yet read; further large responses are replaced by 503
 * @param bodyTimeout a request body must have arrived within this time
 * @param managementPort for health and metrics; the API then has no metrics
 * @param idleTimeout a connection without traffic is closed after this time
 * @param corsOrigins exact origins, or a single {@code *}
 * @param proxies trusted reverse proxies, whose forwarding headers are used
 * @param instances HTTP verticles, each on an event loop of its own
 * @param drain how long a node still serves after the begin of its shutdown, while its readiness check fails
 * @param answerWithin how long the synchronous routes wait for their job
 * @param maxHeld waiting long-polling requests per HTTP verticle; further ones are answered at once
 * @param mcp whether {@code POST /mcp} serves the tools of the Model Context Protocol
 * @param publicUrl the URL at which clients reach the service, without a trailing slash; empty in dev mode, where the
 *     address of the listener is used
 */
public record HttpSettings(
        String host,
        int port,
        OptionalInt managementPort,
        int maxHeaderSize,
        int bodyLimit,
        int batchBodyLimit,
        int anonymousBodyLimit,
        int bufferedBodies,
        int unsentAnswers,
        Duration bodyTimeout,
        Duration idleTimeout,
        Connections connections,
        Http2 http2,
        List<String> corsOrigins,
        Proxies proxies,
        Rates rates,
        int instances,
        Duration drain,
        Duration answerWithin,
        int maxHeld,
        boolean mcp,
        Optional<String> publicUrl) {
    /** The highest value that {@code maxHeaderSize} can be set to, in bytes. */
    public static final int MAX_HEADER_SIZE = 32 << 10;

    private static final int MAX_BYTES = 1 << 30;
    private static final int MAX_CONNECTIONS = 1_000_000;

    /** Whether only programs on this machine can connect. */
    boolean isOnLoopback() {
        return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
    }

    static HttpSettings read(LayeredSettings values) {
        int maxHeaderSize = values.get("http.max-header-size", bytes(4096, MAX_HEADER_SIZE));
        return new HttpSettings(
                values.get("http.host", AddressTypes.host()),
                values.get("http.port", number(0, 65535)),
                values.get(
                        "http.management-port",
                        number(1, 65535).as(OptionalInt::of).or("off", OptionalInt.empty())),
                maxHeaderSize,
                values.get("http.body-limit", bytes(1024, MAX_BYTES)),
                values.get("http.batch-body-limit", bytes(1024, MAX_BYTES)),
                values.get("http.anonymous-body-limit", bytes(1024, MAX_BYTES)),
                values.get("http.buffered-bodies", bytes(1024, MAX_BYTES).or("auto", shareOfHeap(16, 8 << 20))),
                values.get("http.unsent-answers", bytes(1024, MAX_BYTES).or("auto", shareOfHeap(8, 16 << 20))),
                values.get("http.body-timeout", duration(MILLISECOND, HOUR)),
                values.get("http.idle-timeout", duration(Duration.ofSeconds(1), DAY)),
                Connections.read(values, maxHeaderSize),
                new Http2(
                        values.get("http.http2.clear-text", onOrOff()),
                        values.get("http.http2.max-streams", number(1, 10_000)),
                        values.get("http.http2.window", bytes(1024, MAX_BYTES))),
                values.list("http.cors-origins", AddressTypes.origin()),
                Proxies.of(values.list("http.trusted-proxies", AddressTypes.proxy())),
                Rates.read(values),
                values.get(
                        "http.instances",
                        number(1, 256).or("auto", Runtime.getRuntime().availableProcessors())),
                values.get("http.drain", duration(Duration.ZERO, Duration.ofMinutes(10))),
                values.get("http.answer-within", duration(MILLISECOND, Duration.ofMinutes(10))),
                values.get("http.max-held", number(0, 1_000_000)),
                values.get("http.mcp", onOrOff()),
                values.find("public-url", AddressTypes.publicUrl()));
    }

    /** The maximum heap of this process divided by {@code parts}, in bytes: at least {@code min}, at most 1 GiB. */
    private static int shareOfHeap(int parts, int min) {
        return (int) Math.min(MAX_BYTES, Math.max(min, Runtime.getRuntime().maxMemory() / parts));
    }

    /**
     * The base URL for a program on this machine.
     *
     * @param listening the port at which the server listens
     */
    public String localUrl(int listening) {
        String name = host.matches("127\\.0\\.0\\.1|0\\.0\\.0\\.0|::|[a-zA-Z].*") ? "localhost" : host;
        return "http://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + listening;
    }

    /**
     * The connections of clients to this node.
     *
     * @param max open connections
     * @param maxPerAddress open connections of one network address, trusted proxies excepted; empty means no limit
     * @param headTimeout the head of a request must have arrived within this time
     */
    public record Connections(int max, OptionalInt maxPerAddress, Duration headTimeout) {
        private static Connections read(LayeredSettings values, int maxHeaderSize) {
            return new Connections(
                    values.get(
                            "http.connections.max",
                            number(1, MAX_CONNECTIONS).or("auto", connectionsForHeap(maxHeaderSize))),
                    values.get("http.connections.per-address", limit(1, "off")),
                    values.get("http.connections.head-timeout", duration(MILLISECOND, HOUR)));
        }

        /** At least 1000; one per 64 KiB of heap, or per four times the size of its headers where that is more. */
        private static int connectionsForHeap(int maxHeaderSize) {
            long bytes = Math.max(64 << 10, 4L * maxHeaderSize);
            return (int) Math.min(
                    MAX_CONNECTIONS, Math.max(1000, Runtime.getRuntime().maxMemory() / bytes));
        }
    }

    /**
     * HTTP/2 without TLS (h2c); this node has no TLS of its own.
     *
     * @param clearText whether HTTP/2 is offered at all
     * @param maxStreams concurrent requests on one connection
     * @param window bytes of a request body that a client may send before this node reads
     */
    public record Http2(boolean clearText, int maxStreams, int window) {}

    /**
     * The trusted reverse proxies in front of this node.
     *
     * @param networks networks in which every address is a trusted proxy
     * @param hops number of proxies between the clients and this node, with any addresses; 0 when networks are set
     */
    public record Proxies(List<IpBlock> networks, int hops) {
        /** One value of the setting. */
        sealed interface Given permits Network, Hops {}

        record Network(IpBlock block) implements Given {}

        record Hops(int count) implements Given {}

        static Proxies of(List<Given> given) {
            return new Proxies(
                    given.stream()
                            .filter(Network.class::isInstance)
                            .map(each -> ((Network) each).block())
                            .toList(),
                    given.stream()
                            .filter(Hops.class::isInstance)
                            .mapToInt(each -> ((Hops) each).count())
                            .sum());
        }
    }

    /**
     * Rate limits, in requests per minute; empty means no limit.
     *
     * @param address all requests of one network address, checked before the client is authenticated
     * @param create requests of one client that create or retry jobs
     * @param stream requests of one client that open streams
     * @param read all other requests of one client
     * @param probe health and metrics requests of one network address
     */
    public record Rates(
            OptionalInt address, OptionalInt create, OptionalInt stream, OptionalInt read, OptionalInt probe) {
        private static Rates read(LayeredSettings values) {
            Rates each = new Rates(
                    values.get("http.rate-limits.address", limit(1, "off")),
                    values.get("http.rate-limits.create", limit(1, "off")),
                    values.get("http.rate-limits.stream", limit(1, "off")),
                    values.get("http.rate-limits.read", limit(1, "off")),
                    values.get("http.rate-limits.probe", limit(1, "off")));
            Optional<OptionalInt> all = values.find("http.rate-limit", limit(1, "off"));
            return all.map(each::withAll).orElse(each);
        }

        /** One limit for all requests of a client. The limit of an address stays at least as high. */
        private Rates withAll(OptionalInt limit) {
            OptionalInt wider = limit.isEmpty() || address.isEmpty()
                    ? OptionalInt.empty()
                    : OptionalInt.of(Math.max(limit.getAsInt(), address.getAsInt()));
            return new Rates(wider, limit, limit, limit, limit.isEmpty() ? limit : probe);
        }
    }
}
