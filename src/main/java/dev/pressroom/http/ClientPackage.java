package dev.pressroom.http;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * The client library as the archive that {@code npm pack} makes, so that {@code npm install <URL>} accepts it: a
 * gzip-compressed tar file whose paths begin with {@code package/}. Times are zero and paths sorted, so that the archives of
 * one version are equal: npm stores their hash.
 */
final class ClientPackage {
    private static final String MANIFEST = "/client/package.json";
    private static final String PREFIX = "package/";

    private ClientPackage() {}

    /** Reads all files of the library from the class path. Blocks the thread for some milliseconds. */
    static Buffer archive() {
        URL manifest = ClientPackage.class.getResource(MANIFEST);
        try {
            return manifest.openConnection() instanceof JarURLConnection entry
                    ? archiveOfJar(Path.of(entry.getJarFileURL().toURI()))
                    : archive(Path.of(manifest.toURI()).getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Buffer archiveOfJar(Path file) throws IOException {
        try (FileSystem jar = FileSystems.newFileSystem(file)) {
            return archive(jar.getPath(MANIFEST).getParent());
        }
    }

    private static Buffer archive(Path folder) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            for (Path file : filesOf(folder)) {
                byte[] content = Files.readAllBytes(file);
                TarArchiveEntry entry = new TarArchiveEntry(PREFIX + folder.relativize(file));
                entry.setModTime(0);
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    private static List<Path> filesOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
