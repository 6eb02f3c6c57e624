package dev.pressroom.support;

import dev.pressroom.embedded.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** The data of a new PostgreSQL, made once per JVM and then copied: making it takes seconds, a copy a moment. */
public final class ClusterTemplate {
    private static Path made;

    private ClusterTemplate() {}

    /** Puts a copy where a {@link PostgresServer} with this folder looks for its data. */
    public static void copyInto(Path postgresFolder) {
        Path template = make();
        try (Stream<Path> found = Files.walk(template)) {
            List<Path> all = found.toList();
            for (Path each : all) {
                Path copy = postgresFolder.resolve("data").resolve(template.relativize(each));
                Files.createDirectories(copy.getParent());
                Files.copy(each, copy, StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized Path make() {
        if (made == null) {
            Path folder = TestFolder.fresh();
            PostgresServer.start(folder, TestFolder.programs()).close();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> TestFolder.delete(folder), "cluster-template"));
            made = folder.resolve("data");
        }
        return made;
    }
}
