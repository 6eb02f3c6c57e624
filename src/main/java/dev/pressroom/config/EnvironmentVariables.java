package dev.pressroom.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Maps environment variables to keys. Some names are fixed because other programs use the same ones; the others are derived
 * from the key: {@code PRESSROOM_STREAMS_MAX_AGE} sets {@code streams.max-age}.
 */
final class EnvironmentVariables {
    /** Names the user's file of settings. It has no key, since the file cannot name itself. */
    static final String FILE = "PRESSROOM_CONFIG";

    private static final String PREFIX = "PRESSROOM_";

    /** Variables that clients of the service read, such as the examples: on the same machine they are no settings. */
    private static final Set<String> OF_CLIENTS = Set.of("PRESSROOM_URL", "PRESSROOM_TOKEN");

    private static final List<Variable> FIXED = List.of(
            new Variable("PORT", "http.port"),
            new Variable("PRESSROOM_TRUSTED_PROXIES", "http.trusted-proxies"),
            new Variable("PRESSROOM_MCP", "http.mcp"),
            new Variable("DATABASE_URL", "database.url"),
            new Variable("DATABASE_DIRECT_URL", "database.direct-url"),
            new Variable("REDIS_URL", "redis.url"),
            new Variable("PRESSROOM_WORKERS", "workers.slots"),
            new Variable("PRESSROOM_CLUSTER", "cluster.enabled"),
            new Variable("PRESSROOM_LEASE_SECONDS", "workers.lease", "s"),
            new Variable("JWT_SECRET", "auth.secret"),
            new Variable("JWT_SECRET_PREVIOUS", "auth.previous-secret"),
            new Variable("JWT_PUBLIC_KEY", "auth.public-key"),
            new Variable("JWT_JWKS_URL", "auth.jwks-url"),
            new Variable("JWT_DISCOVERY_URL", "auth.discovery-url"),
            new Variable("STARTING_CREDITS", "credits.starting"),
            new Variable("OPENAI_API_KEY", "model.openai.key"),
            new Variable("OPENAI_BASE_URL", "model.openai.base-url"),
            new Variable("OPENAI_MODEL", "model.openai.model"),
            new Variable("OPENAI_IMAGE_MODEL", "model.openai.image-model"),
            new Variable("OPENAI_API_VERSION", "model.openai.api-version"),
            new Variable("ANTHROPIC_API_KEY", "model.anthropic.key"),
            new Variable("ANTHROPIC_BASE_URL", "model.anthropic.base-url"),
            new Variable("ANTHROPIC_MODEL", "model.anthropic.model"),
            new Variable("HTTPS_PROXY", "model.proxy"),
            new Variable("NO_PROXY", "model.no-proxy"),
            new Variable("PRESSROOM_PROMPTS", "model.prompts"),
            new Variable("PRESSROOM_DEMO_PACE_MS", "model.demo-pace", "ms"),
            new Variable("PRESSROOM_RATE_LIMIT", "http.rate-limit"),
            new Variable("LOG_FORMAT", "log.format"),
            new Variable("LOG_LEVEL", "log.level"));

    /** Variables that Kubernetes sets in pods for a service named pressroom: they are not settings. */
    private static final Pattern KUBERNETES_NAME =
            Pattern.compile("PRESSROOM_(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT_\\d+_(TCP|UDP|SCTP)(_\\w+)?)");

    private static final Pattern KUBERNETES_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    private final Map<String, Variable> byName = new LinkedHashMap<>();

    EnvironmentVariables(Iterable<String> keys) {
        for (String key : keys) {
            Variable variable = FIXED.stream()
                    .filter(fixed -> fixed.key.equals(key))
                    .findFirst()
                    .orElse(new Variable(derivedName(key), key));
            byName.put(variable.name, variable);
        }
    }

    /** The name of the variable that sets a key. */
    String of(String key) {
        return byName.values().stream()
                .filter(variable -> variable.key.equals(key))
                .map(Variable::name)
                .findFirst()
                .orElseThrow();
    }

    /** Reads the settings from the environment. Adds a fault for each {@code PRESSROOM_} variable that sets no key. */
    SettingsLayer read(Map<String, String> env, List<String> faults) {
        Map<String, SettingsLayer.Given> values = new LinkedHashMap<>();
        byName.forEach((name, variable) -> {
            String value = valueOf(name, env);
            if (!value.isBlank() && !isSetByKubernetes(name, env)) {
                values.put(variable.key, new SettingsLayer.Given(name, List.of(value.strip()), variable.unit));
            }
        });
        new TreeSet<>(env.keySet())
                .stream()
                        .filter(name -> name.startsWith(PREFIX) && !name.equals(FILE) && !byName.containsKey(name))
                        .filter(name -> !OF_CLIENTS.contains(name))
                        .filter(name -> !isSetByKubernetes(name, env))
                        .forEach(name -> faults.add(name + ": there is no such variable" + hint(name)));
        return new SettingsLayer(values);
    }

    private String hint(String name) {
        return byName.values().stream()
                .filter(variable -> derivedName(variable.key).equals(name))
                .map(variable -> "; this setting's is " + variable.name)
                .findFirst()
                .orElseGet(() -> Suggestion.hint(name, byName.keySet()));
    }

    /** {@code HTTPS_PROXY} and {@code NO_PROXY} are also read in lower case, as other programs do. */
    private static String valueOf(String name, Map<String, String> env) {
        String alternative = name.endsWith("_PROXY") && !name.startsWith(PREFIX) ? name.toLowerCase(Locale.ROOT) : name;
        return env.getOrDefault(name, env.getOrDefault(alternative, ""));
    }

    private static boolean isSetByKubernetes(String name, Map<String, String> env) {
        return env.containsKey("KUBERNETES_SERVICE_HOST")
                && (KUBERNETES_NAME.matcher(name).matches()
                        || name.endsWith("_PORT")
                                && KUBERNETES_ADDRESS.matcher(env.get(name)).matches());
    }

    private static String derivedName(String key) {
        return PREFIX + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** @param unit of a variable that is a plain number; empty for one with the same format as in the file */
    private record Variable(String name, String key, String unit) {
        Variable(String name, String key) {
            this(name, key, "");
        }
    }
}
