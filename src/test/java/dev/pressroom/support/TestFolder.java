package dev.pressroom.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Data folders of test servers, named after the process that uses them. */
public final class TestFolder {
    private static final Path ROOT = Path.of("target", "test-servers").toAbsolutePath();
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private TestFolder() {}

    /** The path of a folder that does not exist yet. */
    public static Path fresh() {
        Leftovers.removeOnce();
        return ROOT.resolve(ProcessHandle.current().pid() + "-" + NUMBERS.incrementAndGet());
    }

    /** The folder with the unpacked programs of all test servers. */
    public static Path programs() {
        return ROOT.resolve("programs");
    }

    /** Kills the servers with data in this folder and deletes it. */
    public static void abandon(Path folder) {
        Leftovers.remove(folder);
    }

    /** Deletes a folder with its contents, also while a killed server still writes there. */
    public static void delete(Path folder) {
        IOException last = null;
        for (int tries = 0; tries < 20; tries++) {
            try {
                deleteOnce(folder);
                return;
            } catch (IOException | UncheckedIOException e) {
                last = new IOException(folder + " cannot be removed", e);
            }
        }
        throw new UncheckedIOException(last);
    }

    /** Copies a folder with its contents to a new folder, also while a server writes there. */
    public static void copy(Path from, Path to) {
        try (Stream<Path> found = Files.walk(from)) {
            List<Path> all = found.toList();
            for (Path each : all) {
                Path copy = to.resolve(from.relativize(each).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(each, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteOnce(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> found = Files.walk(folder)) {
            List<Path> all = found.sorted(Comparator.reverseOrder()).toList();
            for (Path each : all) {
                Files.deleteIfExists(each);
            }
        }
    }

    /** Removes servers and folders of test runs that were killed. */
    private static final class Leftovers {
        private static boolean removed;

        static synchronized void removeOnce() {
            if (removed || !Files.exists(ROOT)) {
                return;
            }
            removed = true;
            try (Stream<Path> folders = Files.list(ROOT)) {
                folders.filter(Leftovers::isAbandoned).forEach(Leftovers::remove);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static boolean isAbandoned(Path folder) {
            String name = folder.getFileName().toString();
            return name.matches("\\d+-\\d+")
                    && ProcessHandle.of(Long.parseLong(name.substring(0, name.indexOf('-'))))
                            .isEmpty();
        }

        private static void remove(Path folder) {
            kill(folder.resolve("postgres/data/postmaster.pid"));
            kill(folder.resolve("redis/pid"));
            delete(folder);
        }

        private static void kill(Path pidFile) {
            try (Stream<String> lines = Files.exists(pidFile) ? Files.lines(pidFile) : Stream.empty()) {
                lines.findFirst()
                        .map(Long::parseLong)
                        .flatMap(ProcessHandle::of)
                        .filter(Leftovers::isOurs)
                        .ifPresent(server -> Stream.concat(server.descendants(), Stream.of(server))
                                .forEach(ProcessHandle::destroyForcibly));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static boolean isOurs(ProcessHandle process) {
            return process.info()
                    .command()
                    .filter(command -> command.startsWith(ROOT.toString()))
                    .isPresent();
        }
    }
}
