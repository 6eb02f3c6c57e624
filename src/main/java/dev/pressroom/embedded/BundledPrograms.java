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
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Programs that come inside the jar, taken out of it once per folder. */
final class BundledPrograms {
    private static final int EXECUTABLE = 0100;

    private final URL source;

    private BundledPrograms(URL source) {
        this.source = source;
    }

    static Optional<BundledPrograms> find(String resource) {
        return Optional.ofNullable(BundledPrograms.class.getClassLoader().getResource(resource))
                .map(BundledPrograms::new);
    }

    /** Unpacks a {@code .txz} archive; returns the folder. */
    Path unpack(Path programs, String name) throws IOException {
        return once(programs, name, BundledPrograms::extract);
    }

    /** Copies a single program; returns its file. */
    Path copy(Path programs, String name) throws IOException {
        return once(programs, name, (content, target) -> {
            Files.copy(content, target);
            makeExecutable(target);
        });
    }

    private interface Placing {
        void place(InputStream content, Path target) throws IOException;
    }

    /** The place appears under its name when it is whole, whoever else may be at it and whenever we are killed. */
    private Path once(Path programs, String name, Placing placing) throws IOException {
        Path target = programs.resolve(name + "-" + mark());
        if (Files.exists(target)) {
            return target;
        }
        Files.createDirectories(programs);
        Path unfinished = programs.resolve("." + name + "-" + UUID.randomUUID());
        try (InputStream content = new BufferedInputStream(source.openStream())) {
            placing.place(content, unfinished);
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            delete(unfinished);
            if (!Files.exists(target)) {
                throw e;
            }
        }
        return target;
    }

    /** Tells one version's content from another's without reading it. */
    private String mark() throws IOException {
        URLConnection connection = source.openConnection();
        if (connection instanceof JarURLConnection jar) {
            return Long.toHexString(jar.getJarEntry().getCrc());
        }
        return Long.toHexString(connection.getContentLengthLong());
    }

    private static void extract(InputStream content, Path target) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(content))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                place(tar, entry, target.resolve(entry.getName()).normalize());
            }
        }
    }

    private static void place(TarArchiveInputStream tar, TarArchiveEntry entry, Path file) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, file);
        if ((entry.getMode() & EXECUTABLE) != 0) {
            makeExecutable(file);
        }
    }

    private static void makeExecutable(Path file) throws IOException {
        if (!file.toFile().setExecutable(true, false)) {
            throw new IOException(file + " cannot be made executable");
        }
    }

    /** Removes a file, or a folder with all that is in it; nothing when there is none. */
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
