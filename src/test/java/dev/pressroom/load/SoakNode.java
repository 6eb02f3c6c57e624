package dev.pressroom.load;

import dev.pressroom.Pressroom;
import dev.pressroom.support.Jwts;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A node as users start it, with a PostgreSQL and a Redis that are thrown away afterwards. Nothing limits its users. */
final class SoakNode implements AutoCloseable {
    private static final Duration TOKEN = Duration.ofDays(2);
    private static final long STOP_SECONDS = 30;
    private static final String READY = "Ready: ";

    private final Servers.Own servers;
    private final Process process;
    private final URI url;

    private SoakNode(Servers.Own servers, Process process, URI url) {
        this.servers = servers;
        this.process = process;
        this.url = url;
    }

    /**
     * Starts it and waits until it answers.
     *
     * @param log where what it says goes
     * @throws Door.Closed when it cannot start
     */
    static SoakNode start(Path log) throws IOException {
        Servers.Own servers = Servers.own();
        try {
            Files.createDirectories(log.getParent());
            Process process = process(servers, log.toFile());
            return new SoakNode(servers, process, ready(process, log));
        } catch (IOException | RuntimeException e) {
            servers.close();
            throw e;
        }
    }

    private static Process process(Servers.Own servers, File log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Pressroom.class.getName(),
                        "serve")
                .redirectError(log);
        builder.environment().putAll(Service.environment());
        builder.environment().put("DATABASE_URL", servers.databaseUrl());
        builder.environment().put("REDIS_URL", servers.redisUrl());
        builder.environment().put("PRESSROOM_LEASE_SECONDS", "10");
        builder.environment().put("PRESSROOM_DEMO_PACE_MS", "2");
        builder.environment().put("PRESSROOM_FETCH_ALLOW_PRIVATE", "on");
        return builder.start();
    }

    private static URI ready(Process process, Path log) throws IOException {
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith(READY)) {
                return URI.create(line.substring(READY.length()));
            }
        }
        throw new ServiceCheck.Closed("The node could not start; what it said is in " + log);
    }

    URI url() {
        return url;
    }

    Probes probes() {
        return Probes.of(url, process.pid(), servers.databaseUrl(), servers.redisUrl());
    }

    /** A token of a user nobody has met. */
    static String token() {
        return Jwts.hs256(
                Service.SECRET.getBytes(StandardCharsets.UTF_8),
                new JsonObject()
                        .put("sub", UUID.randomUUID().toString())
                        .put("exp", Instant.now().plus(TOKEN).getEpochSecond()));
    }

    @Override
    public void close() throws InterruptedException {
        process.toHandle().destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        servers.close();
    }
}
