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
     * Ends the process explicitly: threads of libraries would keep it alive otherwise. Libraries change the case of names
     * by the default locale, and in a Turkish one do not find them again.
     */
    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT);
        leaveFlightRecorderAlone();
        System.exit(Launcher.ofProcess(new NodeStarter()).run(args));
    }

    /** Netty would load all of it on each start, to be able to tell it of its buffers: that takes 0.3 s. */
    private static void leaveFlightRecorderAlone() {
        System.getProperties().putIfAbsent("io.netty.jfr.enabled", "false");
    }

    private record NodeStarter() implements RunningService.Starter {
        /** What the API is like takes as long to read as the settings, and waits for nothing. */
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
