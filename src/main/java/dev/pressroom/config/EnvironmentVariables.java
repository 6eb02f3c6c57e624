package dev.pressroom.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which environment variable sets which key. Some names are fixed because tools rely on them; every other key's
 * variable follows from the key: {@code streams.max-age} is set by {@code PRESSROOM_STREAMS_MAX_AGE}.
 */
final class EnvironmentVariables {
    /** Names the file of settings, so it cannot be a key in it. */
    static final String FILE = "PRESSROOM_CONFIG";

    private static final String PREFIX = "PRESSROOM_";

    private static final List<Fixed> FIXED = List.of(
            new Fixed("PORT", "http.port"),
            new Fixed("PRESSROOM_TRUSTED_PROXIES", "http.trusted-proxies"),
            new Fixed("DATABASE_URL", "database.url"),
            new Fixed("DATABASE_DIRECT_URL", "database.direct-url"),
            new Fixed("REDIS_URL", "redis.url"),
            new Fixed("PRESSROOM_WORKERS", "workers.slots"),
            new Fixed("PRESSROOM_CLUSTER", "cluster.enabled"),
            new Fixed("PRESSROOM_LEASE_SECONDS", "workers.lease", "s"),
            new Fixed("JWT_SECRET", "auth.secret"),
            new Fixed("JWT_PUBLIC_KEY", "auth.public-key"),
            new Fixed("JWT_JWKS_URL", "auth.jwks-url"),
            new Fixed("JWT_DISCOVERY_URL", "auth.discovery-url"),
            new Fixed("STARTING_CREDITS", "credits.starting"),
            new Fixed("OPENAI_API_KEY", "model.openai.key"),
            new Fixed("OPENAI_BASE_URL", "model.openai.base-url"),
            new Fixed("OPENAI_MODEL", "model.openai.model"),
            new Fixed("OPENAI_IMAGE_MODEL", "model.openai.image-model"),
            new Fixed("OPENAI_API_VERSION", "model.openai.api-version"),
            new Fixed("ANTHROPIC_API_KEY", "model.anthropic.key"),
            new Fixed("ANTHROPIC_BASE_URL", "model.anthropic.base-url"),
            new Fixed("ANTHROPIC_MODEL", "model.anthropic.model"),
            new Fixed("HTTPS_PROXY", "model.proxy"),
            new Fixed("NO_PROXY", "model.no-proxy"),
            new Fixed("PRESSROOM_PROMPTS", "model.prompts"),
            new Fixed("PRESSROOM_DEMO_PACE_MS", "model.demo-pace", "ms"),
            new Fixed("PRESSROOM_RATE_LIMIT", "http.rate-limit"),
            new Fixed("LOG_FORMAT", "log.format"),
            new Fixed("LOG_LEVEL", "log.level"));

    /** Kubernetes puts the addresses of a namespace's services into the environment of its pods, ours among them. */
    private static final Pattern OF_KUBERNETES =
            Pattern.compile("PRESSROOM_(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT_\\d+_(TCP|UDP|SCTP)(_\\w+)?)");

    private static final Pattern ADDRESS_OF_KUBERNETES = Pattern.compile("(tcp|udp|sctp)://.*");

    private final Map<String, Fixed> byName = new LinkedHashMap<>();

    EnvironmentVariables(Iterable<String> keys) {
        for (String key : keys) {
            Fixed variable = FIXED.stream()
                    .filter(fixed -> fixed.key.equals(key))
                    .findFirst()
                    .orElse(new Fixed(byRule(key), key));
            byName.put(variable.name, variable);
        }
    }

    /** The variable's name for a key. */
    String of(String key) {
        return byName.values().stream()
                .filter(variable -> variable.key.equals(key))
                .map(Fixed::name)
                .findFirst()
                .orElseThrow();
    }

    /** What the environment sets. Variables of ours that mean nothing are added to {@code faults}. */
    SettingsLayer read(Map<String, String> env, List<String> faults) {
        Map<String, SettingsLayer.Given> values = new LinkedHashMap<>();
        byName.forEach((name, variable) -> {
            String value = valueOf(name, env);
            if (!value.isBlank() && !isOfKubernetes(name, env)) {
                values.put(variable.key, new SettingsLayer.Given(name, List.of(value.strip()), variable.unit));
            }
        });
        new TreeSet<>(env.keySet())
                .stream()
                        .filter(name -> name.startsWith(PREFIX) && !name.equals(FILE) && !byName.containsKey(name))
                        .filter(name -> !isOfKubernetes(name, env))
                        .forEach(name -> faults.add(name + ": there is no such variable" + hint(name)));
        return new SettingsLayer(values);
    }

    private String hint(String name) {
        return byName.values().stream()
                .filter(variable -> byRule(variable.key).equals(name))
                .map(variable -> "; this setting's is " + variable.name)
                .findFirst()
                .orElseGet(() -> Suggestion.hint(name, byName.keySet()));
    }

    /** Other programs read the names of proxies in lower case too, and people set either. */
    private static String valueOf(String name, Map<String, String> env) {
        String other = name.endsWith("_PROXY") && !name.startsWith(PREFIX) ? name.toLowerCase(Locale.ROOT) : name;
        return env.getOrDefault(name, env.getOrDefault(other, ""));
    }

    private static boolean isOfKubernetes(String name, Map<String, String> env) {
        return env.containsKey("KUBERNETES_SERVICE_HOST")
                && (OF_KUBERNETES.matcher(name).matches()
                        || name.endsWith("_PORT")
                                && ADDRESS_OF_KUBERNETES.matcher(env.get(name)).matches());
    }

    private static String byRule(String key) {
        return PREFIX + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** @param unit in which the variable is a plain number; empty where it is written as in the file */
    private record Fixed(String name, String key, String unit) {
        Fixed(String name, String key) {
            this(name, key, "");
        }
    }
}
