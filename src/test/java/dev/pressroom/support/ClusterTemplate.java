package dev.pressroom.support;

import dev.pressroom.embedded.PostgresServer;
import java.nio.file.Path;

/** The data folder of a new PostgreSQL. initdb takes seconds, so it runs once per JVM and its result is copied. */
public final class ClusterTemplate {
    private static Path made;

    private ClusterTemplate() {}

    /** Copies data and password into the folder of a {@link PostgresServer}. */
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
