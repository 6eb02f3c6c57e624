package dev.pressroom.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** A program or an archive of programs inside the jar, unpacked once per folder and version. */
final class BundledPrograms {
    private final URL source;

    private BundledPrograms(URL source) {
        this.source = source;
    }

    /** Finds a resource of the jar; empty when the jar does not contain it. */
    static Optional<BundledPrograms> find(String resource) {
        return Optional.ofNullable(BundledPrograms.class.getClassLoader().getResource(resource))
                .map(BundledPrograms::new);
    }

    /** Unpacks a {@code .txz} archive and returns the folder, {@code name} with a suffix for the version. */
    Path unpack(Path programs, String name) throws IOException {
        return unpackOnce(programs, name, TarExtractor::extract);
    }

    /** Copies a single program and returns its file, {@code name} with a suffix for the version. */
    Path copy(Path programs, String name) throws IOException {
        return unpackOnce(programs, name, (content, target) -> {
            Files.copy(content, target);
            makeExecutable(target);
        });
    }

    private interface Writer {
        void write(InputStream content, Path target) throws IOException;
    }

    /** Writes to a temporary name and renames at the end, so that a crash or a second process leaves no partial target. */
    private Path unpackOnce(Path programs, String name, Writer writer) throws IOException {
        Path target = programs.resolve(name + "-" + version());
        if (Files.exists(target)) {
            return target;
        }
        Files.createDirectories(programs);
        Path unfinished = programs.resolve("." + name + "-" + UUID.randomUUID());
        try (InputStream content = new BufferedInputStream(source.openStream())) {
            writer.write(content, unfinished);
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            delete(unfinished);
            if (!Files.exists(target)) {
                throw e;
            }
        }
        return target;
    }

    /** A suffix that differs between versions of the content: its CRC in the jar, else its length. */
    private String version() throws IOException {
        URLConnection connection = source.openConnection();
        if (connection instanceof JarURLConnection jar) {
            return Long.toHexString(jar.getJarEntry().getCrc());
        }
        return Long.toHexString(connection.getContentLengthLong());
    }

    static void makeExecutable(Path file) throws IOException {
        if (!file.toFile().setExecutable(true, false)) {
            throw new IOException(file + " cannot be made executable");
        }
    }

    /** Deletes a file or a folder with its contents, if it exists. */
    static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> found = Files.walk(path)) {
            List<Path> all = found.sorted(Comparator.reverseOrder()).toList();
            for (Path each : all) {
                Files.delete(each);
            }
        }
    }
}
