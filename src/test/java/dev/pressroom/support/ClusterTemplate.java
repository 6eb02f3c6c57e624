package dev.pressroom.support;

import dev.pressroom.embedded.PostgresServer;
import java.nio.file.Path;

/** The data of a new PostgreSQL, made once per JVM and then copied: making it takes seconds, a copy a moment. */
public final class ClusterTemplate {
    private static Path made;

    private ClusterTemplate() {}

    /** Puts a copy, with its password, where a {@link PostgresServer} with this folder looks for its data. */
    public static void copyInto(Path postgresFolder) {
        TestFolder.copy(make().resolve("data"), postgresFolder.resolve("data"));
        TestFolder.copy(make().resolve("password"), postgresFolder.resolve("password"));
    }

    private static synchronized Path make() {
        if (made == null) {
            Path folder = TestFolder.fresh();
            PostgresServer.start(folder, TestFolder.programs()).close();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> TestFolder.delete(folder), "cluster-template"));
            made = folder;
        }
        return made;
    }
}
