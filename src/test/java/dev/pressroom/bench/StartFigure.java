package dev.pressroom.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** From {@code java} to the first answer. */
final class StartFigure implements Figure {
    private static final double MOST = 1.5;
    private static final int TIMES = 5;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String says() {
        return "from java to the first 200, with servers that run already and a schema that is there";
    }

    @Override
    public List<Line> measure(Ground ground) {
        String database = ground.freshDatabase();
        int times = ground.setup().of(TIMES, 1);
        double ours = fastest(times + 1, () -> started(serve(ground, database), "/health/live"));
        double limit = fastest(times, () -> started(new Launch(List.of(), EmptyMain.class.getName()), "/"));
        String what = ground.setup().jar().isPresent() ? "start of the jar" : "start of the classes";
        return List.of(new Line(
                what,
                Line.decimal(ours) + " s",
                Line.decimal(limit) + " s",
                Line.decimal(ours / limit),
                "≤ " + Line.decimal(MOST) + " s",
                ours <= MOST ? "met" : "missed"));
    }

    private interface Start {
        double seconds();
    }

    private static double fastest(int times, Start start) {
        double least = Double.MAX_VALUE;
        for (int i = 0; i < times; i++) {
            least = Math.min(least, start.seconds());
        }
        return least;
    }

    /** How a JVM is started: options, and what it runs. */
    private record Launch(List<String> options, String main, Map<String, String> environment) {
        Launch(List<String> options, String main) {
            this(options, main, Map.of());
        }

        Process start(int port) {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(options);
            if (main.endsWith(".jar")) {
                command.addAll(List.of("-jar", main));
            } else {
                command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
            }
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().putAll(environment);
            builder.environment().put("PORT", Integer.toString(port));
            try {
                return builder.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Launch serve(Ground ground, String database) {
        return new Launch(
                ground.setup().nodeOptions(),
                ground.setup().jar().orElse("dev.pressroom.Pressroom"),
                new HashMap<>(ground.environment(database)));
    }

    private static double started(Launch launch, String path) {
        int port = freePort();
        long began = System.nanoTime();
        Process process = launch.start(port);
        try {
            while (!answers(port, path)) {
                if (!process.isAlive()) {
                    throw new IllegalStateException("it has ended");
                }
                LockSupport.parkNanos(2_000_000);
            }
            return (System.nanoTime() - began) / 1e9;
        } finally {
            process.destroy();
            process.onExit().join();
        }
    }

    private static boolean answers(int port, String path) {
        try {
            HttpURLConnection asked = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
            return asked.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
