package dev.pressroom;

import dev.pressroom.cli.Launcher;
import dev.pressroom.cli.RunningService;
import io.vertx.core.Future;

/** Starts the program. */
public final class Pressroom {
    private Pressroom() {}

    /** Ends the process explicitly: threads of libraries would keep it alive otherwise. */
    public static void main(String[] args) {
        System.exit(Launcher.ofProcess(
                        (settings, sources) -> Node.start(settings, sources).map(NodeService::new))
                .run(args));
    }

    private record NodeService(Node node) implements RunningService {
        @Override
        public int port() {
            return node.port();
        }

        @Override
        public Future<Void> stop() {
            return node.stop();
        }
    }
}
