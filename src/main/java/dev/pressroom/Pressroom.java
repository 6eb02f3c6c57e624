package dev.pressroom;

import dev.pressroom.base.Sources;
import dev.pressroom.cli.Launcher;
import dev.pressroom.cli.RunningService;
import dev.pressroom.config.Settings;
import dev.pressroom.http.schema.ApiOperations;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** Starts the program. */
public final class Pressroom {
    private Pressroom() {}

    /**
     * Ends the process explicitly, since non-daemon threads of libraries would keep it alive. Sets the root locale: some
     * libraries change the case of names by the default locale and fail in a Turkish one.
     */
    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT);
        disableNettyFlightRecorder();
        System.exit(Launcher.ofProcess(new NodeStarter()).run(args));
    }

    /** Netty would load the Java Flight Recorder on each start, to report its buffers: that takes 0.3 s. */
    private static void disableNettyFlightRecorder() {
        System.getProperties().putIfAbsent("io.netty.jfr.enabled", "false");
    }

    private record NodeStarter() implements RunningService.Starter {
        /** Parses the API document in parallel with the settings; it depends on nothing else. */
        @Override
        public void prepare() {
            CompletableFuture.runAsync(ApiOperations::get);
        }

        @Override
        public Future<RunningService> start(Settings settings, Sources sources) {
            return Node.start(settings, sources).map(NodeService::new);
        }
    }

    private record NodeService(Node node) implements RunningService {
        @Override
        public int port() {
            return node.port();
        }

        @Override
        public String signInCode(String token) {
            return node.signInCode(token);
        }

        @Override
        public Future<Void> stop() {
            return node.stop();
        }
    }
}
