package dev.pressroom.bench;

import dev.pressroom.Node;
import dev.pressroom.Pipelines;
import dev.pressroom.base.Sources;
import dev.pressroom.config.SettingsLoader;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The service as it is, with the demo model. */
final class DemoNode {
    private DemoNode() {}

    public static void main(String[] arguments) throws Exception {
        Node node = Node.start(
                        SettingsLoader.load(System.getenv(), Optional.empty()), Sources.system(), Pipelines.STANDARD)
                .await(90, TimeUnit.SECONDS);
        ChildCommands.obey(node.port(), order -> Future.failedFuture("unknown order"));
    }
}
