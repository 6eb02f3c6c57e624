package dev.pressroom.load;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** What a soak looks at; opened when it begins. */
record Probes(List<Supplier<Probe>> all) {
    /** Those of a node whose parts are all known. */
    static Probes of(URI service, long pid, String databaseUrl, String redisUrl) {
        return chosen(service, OptionalLong.of(pid), Optional.of(databaseUrl), Optional.of(redisUrl));
    }

    /** Those of a service of somebody else, as far as the environment names its servers. */
    static Probes ofEnvironment(URI service, OptionalLong pid, Map<String, String> env) {
        return chosen(
                service, pid, Optional.ofNullable(env.get("DATABASE_URL")), Optional.ofNullable(env.get("REDIS_URL")));
    }

    private static Probes chosen(URI service, OptionalLong pid, Optional<String> database, Optional<String> redis) {
        List<Supplier<Probe>> all = new ArrayList<>();
        pid.ifPresent(id -> all.add(() -> new ProcessProbe(id)));
        all.add(() -> new MetricsProbe(service));
        redis.ifPresent(url -> all.add(() -> new RedisProbe(url)));
        database.ifPresent(url -> all.add(() -> new PostgresProbe(url)));
        return new Probes(List.copyOf(all));
    }
}
