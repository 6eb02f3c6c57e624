package dev.pressroom.config;

import static dev.pressroom.config.SettingTypes.bytes;
import static dev.pressroom.config.SettingTypes.duration;
import static dev.pressroom.config.SettingTypes.limit;
import static dev.pressroom.config.SettingTypes.line;
import static dev.pressroom.config.SettingTypes.number;
import static dev.pressroom.config.SettingTypes.onOrOff;
import static dev.pressroom.config.SettingTypes.oneOf;

import dev.pressroom.base.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads the settings. The environment wins over the user's file, that over {@code conf/production.yaml} in production
 * mode, and that over {@code conf/default.yaml}, which holds every key.
 */
public final class SettingsLoader {
    private static final YamlLayer.Packed DEFAULTS = YamlLayer.Packed.read("conf/default.yaml");
    private static final YamlLayer.Packed PRODUCTION = YamlLayer.Packed.read("conf/production.yaml");
    private static final EnvironmentVariables VARIABLES = new EnvironmentVariables(DEFAULTS.keys());

    private static final Duration INSTANT = Duration.ofMillis(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int LEAST_SECRET_BYTES = 32;

    private final LayeredSettings values;

    private SettingsLoader(LayeredSettings values) {
        this.values = values;
    }

    /** The settings of this process: its environment, and the file that {@code PRESSROOM_CONFIG} names. */
    public static Settings load() {
        return load(System.getenv());
    }

    /** As {@link #load(Map, Optional)} with the file that {@code PRESSROOM_CONFIG} in {@code env} names, if any. */
    public static Settings load(Map<String, String> env) {
        return load(env, Optional.empty());
    }

    /**
     * Reads and checks. Nothing but the files is touched.
     *
     * @param file of the user's own; empty for the one that {@code PRESSROOM_CONFIG} names
     * @throws InvalidSettings telling everything that is wrong
     */
    public static Settings load(Map<String, String> env, Optional<Path> file) {
        List<String> faults = new ArrayList<>();
        LayeredSettings values = values(env, file, faults);
        Settings settings = read(values);
        SettingsRules.check(settings, values);
        if (!faults.isEmpty()) {
            throw new InvalidSettings(faults);
        }
        return settings;
    }

    static LayeredSettings values(Map<String, String> env, Optional<Path> file, List<String> faults) {
        List<SettingsLayer> layers = new ArrayList<>();
        layers.add(VARIABLES.read(env, faults));
        file.or(() -> Optional.ofNullable(env.get(EnvironmentVariables.FILE))
                        .filter(name -> !name.isBlank())
                        .map(Path::of))
                .ifPresent(path -> layers.add(YamlLayer.read(path, DEFAULTS.keys(), faults)));
        layers.add(DEFAULTS.layer());
        if (mode(new LayeredSettings(layers, VARIABLES, new ArrayList<>())) == Settings.Mode.PRODUCTION) {
            layers.add(layers.size() - 1, PRODUCTION.layer());
        }
        return new LayeredSettings(layers, VARIABLES, faults);
    }

    static Settings read(LayeredSettings values) {
        return new SettingsLoader(values).read();
    }

    static List<String> keys() {
        return DEFAULTS.keys();
    }

    static List<String> productionKeys() {
        return PRODUCTION.keys();
    }

    private static Settings.Mode mode(LayeredSettings values) {
        return values.get("env", oneOf(Settings.Mode.class));
    }

    private Settings read() {
        return new Settings(
                mode(values),
                values.get("data", SettingTypes.folder()),
                Set.copyOf(values.list("roles", oneOf(Settings.Role.class))),
                http(),
                database(),
                redis(),
                auth(),
                workers(),
                streams(),
                cluster(),
                model(),
                new Settings.Credits(values.get("credits.starting", limit(0, "unlimited"))),
                new Settings.Limits(
                        values.get("limits.jobs-of-user", limit(1, "off")),
                        values.get("limits.jobs-of-visitor", limit(1, "off")),
                        values.get("limits.posts-of-user", limit(1, "off")),
                        values.get("limits.posts-of-visitor", limit(1, "off"))),
                retention(),
                fetch(),
                watchdog(),
                values.get("log.format", oneOf(Settings.LogFormat.class)),
                values.get("log.level", oneOf(Settings.LogLevel.class)));
    }

    private Settings.Http http() {
        return new Settings.Http(
                values.get("http.host", AddressTypes.host()),
                values.get("http.port", number(0, 65535)),
                maxHeaderSize(),
                values.get("http.body-limit", bytes(1024, 1 << 30)),
                values.get("http.batch-body-limit", bytes(1024, 1 << 30)),
                values.get("http.anonymous-body-limit", bytes(1024, 1 << 30)),
                values.get("http.buffered-bodies", bytes(1024, 1 << 30).or("auto", shareOfHeap(16, 8 << 20))),
                values.get("http.unsent-answers", bytes(1024, 1 << 30).or("auto", shareOfHeap(8, 16 << 20))),
                values.get("http.body-timeout", duration(INSTANT, HOUR)),
                values.get("http.idle-timeout", duration(Duration.ofSeconds(1), DAY)),
                connections(),
                new Settings.Http2(
                        values.get("http.http2.clear-text", onOrOff()),
                        values.get("http.http2.max-streams", number(1, 10_000)),
                        values.get("http.http2.window", bytes(1024, 1 << 30))),
                values.list("http.cors-origins", AddressTypes.origin()),
                Settings.Proxies.of(values.list("http.trusted-proxies", AddressTypes.proxy())),
                rates(),
                values.get(
                        "http.instances",
                        number(1, 256).or("auto", Runtime.getRuntime().availableProcessors())),
                values.get("http.drain", duration(Duration.ZERO, Duration.ofMinutes(10))),
                values.get("http.answer-within", duration(INSTANT, Duration.ofMinutes(10))),
                values.get("http.max-held", number(0, 1_000_000)),
                values.find("public-url", AddressTypes.publicUrl()));
    }

    private Settings.Connections connections() {
        return new Settings.Connections(
                values.get(
                        "http.connections.max", number(1, 1_000_000).or("auto", connectionsForHeap(maxHeaderSize()))),
                values.get("http.connections.per-address", limit(1, "off")),
                values.get("http.connections.head-timeout", duration(INSTANT, HOUR)));
    }

    private int maxHeaderSize() {
        return values.get("http.max-header-size", bytes(4096, Settings.Http.LARGEST_HEADER_SIZE));
    }

    /** So many that each may hold 64 KiB, or its request line and headers twice over where that is more. */
    private static int connectionsForHeap(int maxHeaderSize) {
        long bytes = Math.max(64 << 10, 4L * maxHeaderSize);
        return (int) Math.min(1_000_000, Math.max(1000, Runtime.getRuntime().maxMemory() / bytes));
    }

    /** A part of the largest heap that this process may have, in bytes. */
    private static int shareOfHeap(int parts, int least) {
        return (int) Math.min(1 << 30, Math.max(least, Runtime.getRuntime().maxMemory() / parts));
    }

    private Settings.Rates rates() {
        Settings.Rates each = new Settings.Rates(
                values.get("http.rate-limits.address", limit(1, "off")),
                values.get("http.rate-limits.create", limit(1, "off")),
                values.get("http.rate-limits.stream", limit(1, "off")),
                values.get("http.rate-limits.read", limit(1, "off")),
                values.get("http.rate-limits.probe", limit(1, "off")));
        Optional<OptionalInt> all = values.find("http.rate-limit", limit(1, "off"));
        return all.map(each::all).orElse(each);
    }

    private Settings.Database database() {
        return new Settings.Database(
                values.find("database.url", AddressTypes.database()),
                values.find("database.direct-url", AddressTypes.database()),
                values.get("database.pool-size", number(1, 1000)),
                values.get("database.max-waiting", number(1, 1_000_000)),
                values.get("database.connect-timeout", duration(INSTANT, MINUTE)),
                values.get("database.statement-timeout", duration(INSTANT, HOUR)));
    }

    private Settings.Redis redis() {
        return new Settings.Redis(
                values.find("redis.url", AddressTypes.redis()),
                values.find("redis.ca-file", SettingTypes.folder()),
                values.get("redis.pool-size", number(1, 1000)),
                values.get("redis.max-waiting", number(1, 1_000_000)),
                values.get("redis.connect-timeout", duration(INSTANT, MINUTE)),
                values.get("redis.command-timeout", duration(INSTANT, MINUTE)));
    }

    private Settings.Auth auth() {
        SettingType<Secret> secret = SettingTypes.text(
                        "at least " + LEAST_SECRET_BYTES + " bytes long",
                        text -> text.getBytes(StandardCharsets.UTF_8).length >= LEAST_SECRET_BYTES)
                .as(Secret::new)
                .hidden();
        SettingType<String> publicKey = SettingType.of(
                        "a public key in PEM (BEGIN PUBLIC KEY): RSA of at least 2048 bits, EC on P-256, P-384 or P-521, or Ed25519",
                        PublicKeyPem::read)
                .as(PublicKeyPem::pem)
                .hidden();
        return new Settings.Auth(
                values.find("auth.secret", secret),
                values.find("auth.public-key", publicKey),
                values.find("auth.jwks-url", AddressTypes.web()),
                values.find("auth.discovery-url", AddressTypes.web()),
                values.find("auth.issuer", line()),
                values.find("auth.audience", line()),
                new Settings.Claims(
                        values.list("auth.user-claim", line()),
                        values.list("auth.organization-claim", line()),
                        values.list("auth.email-claim", line()),
                        values.list("auth.role-claim", line()),
                        values.get("auth.namespace", SettingTypes.uuid())),
                values.get("auth.leeway", duration(Duration.ZERO, Duration.ofMinutes(10))),
                accounts());
    }

    private Settings.Accounts accounts() {
        return new Settings.Accounts(
                values.find("auth.local-accounts", onOrOff())
                        .orElse(!values.has("auth.public-key")
                                && !values.has("auth.jwks-url")
                                && !values.has("auth.discovery-url")),
                values.get("auth.access-ttl", duration(Duration.ofSeconds(1), DAY.multipliedBy(30))),
                values.get("auth.refresh-ttl", duration(Duration.ofSeconds(1), DAY.multipliedBy(3650))),
                values.get("auth.login-tries", number(1, 1_000_000)),
                values.get("auth.login-tries-per-address", limit(1, "off")));
    }

    private Settings.Workers workers() {
        return new Settings.Workers(
                values.get("workers.slots", number(1, 10_000)),
                values.get("workers.lease", duration(Duration.ofSeconds(2), HOUR)),
                values.get("workers.poll", duration(Duration.ofMillis(10), MINUTE)),
                values.get("workers.max-deaths", number(1, 100)),
                values.list("workers.loss-pauses", duration(Duration.ZERO, DAY)),
                values.get("workers.blocked-loop", duration(Duration.ofSeconds(1), HOUR)),
                values.get("workers.blocked-thread", duration(Duration.ofSeconds(1), HOUR)),
                values.get("workers.job-deadline", duration(Duration.ofSeconds(1), DAY)),
                values.get("workers.step-tries", number(1, 100)),
                values.get("workers.grace", duration(Duration.ZERO, HOUR)));
    }

    private Settings.Streams streams() {
        return new Settings.Streams(
                values.get("streams.heartbeat", duration(Duration.ofMillis(100), HOUR)),
                values.get("streams.max-age", duration(Duration.ofSeconds(1), DAY)),
                values.get("streams.check", duration(Duration.ofMillis(100), MINUTE)),
                values.get("streams.max-open", number(1, 1_000_000)),
                values.get("streams.buffer", bytes(1024, 1 << 30)),
                values.get("streams.slow-client", duration(Duration.ofMillis(100), HOUR)));
    }

    private Settings.Cluster cluster() {
        String host = values.find("cluster.host", AddressTypes.reachable()).orElse("127.0.0.1");
        int port = values.get("cluster.port", number(0, 65535));
        int busPort = values.get("cluster.bus-port", number(0, 65535));
        Settings.Cluster.Bind bind = new Settings.Cluster.Bind(
                values.find("cluster.bind-host", AddressTypes.reachable()).orElse(host),
                values.find("cluster.bind-port", number(1, 65535)).orElse(port),
                values.find("cluster.bind-bus-port", number(1, 65535)).orElse(busPort));
        return new Settings.Cluster(values.get("cluster.enabled", onOrOff()), host, port, busPort, bind);
    }

    private Settings.Model model() {
        return new Settings.Model(
                values.get("model.provider", oneOf(Settings.ModelProvider.class)),
                new Settings.OpenAi(
                        values.find("model.openai.key", line().as(Secret::new).hidden()),
                        values.find("model.openai.base-url", AddressTypes.web()),
                        values.get("model.openai.model", line()),
                        values.get("model.openai.image-model", line()),
                        values.find("model.openai.api-version", line()),
                        values.list("model.openai.headers", AddressTypes.header())),
                new Settings.Anthropic(
                        values.find(
                                "model.anthropic.key", line().as(Secret::new).hidden()),
                        values.get("model.anthropic.base-url", AddressTypes.web()),
                        values.get("model.anthropic.model", line())),
                values.find("model.temperature", SettingTypes.decimal(0, 2)),
                values.find("model.max-tokens", number(1, 10_000_000))
                        .map(OptionalInt::of)
                        .orElse(OptionalInt.empty()),
                values.get("model.timeout", duration(INSTANT, HOUR)),
                values.get("model.concurrent", number(1, 10_000)),
                values.find("model.proxy", AddressTypes.httpProxy()),
                values.list("model.no-proxy", line()),
                values.find("model.prompts", SettingTypes.folder()),
                values.get("model.discovery", oneOf(Settings.ModelDiscovery.class)),
                values.get("model.demo-pace", duration(Duration.ZERO, MINUTE)));
    }

    private Settings.Fetch fetch() {
        return new Settings.Fetch(
                values.get("fetch.allow-private", onOrOff()),
                values.get("fetch.timeout", duration(Duration.ofMillis(100), MINUTE.multipliedBy(5))),
                values.get("fetch.max-size", bytes(64 << 10, 64 << 20)));
    }

    private Settings.Watchdog watchdog() {
        return new Settings.Watchdog(
                values.get("watchdog.unready-after", duration(Duration.ofSeconds(1), HOUR)),
                values.get(
                        "watchdog.halt-after",
                        duration(Duration.ofSeconds(1), HOUR).as(Optional::of).or("off", Optional.empty())));
    }

    private Settings.Retention retention() {
        return new Settings.Retention(
                values.get("retention.jobs", duration(HOUR, DAY.multipliedBy(3650))),
                values.get("retention.idempotency-keys", duration(MINUTE, DAY.multipliedBy(365))),
                values.get("retention.images", duration(DAY, DAY.multipliedBy(3650))),
                values.get("retention.visitors", duration(HOUR, DAY.multipliedBy(3650))),
                values.get("retention.users", duration(DAY, DAY.multipliedBy(3650))));
    }
}
