package dev.pressroom.support;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A class data archive (JEP 350) for the JVMs that tests start as nodes: with it a node starts with about a third less processor
 * time. It is made once per build, by a node that starts and stops. An archive has classes of jars only, so folders of the
 * class path are packed first.
 */
public final class NodeArchive {
    private static final Logger LOG = LoggerFactory.getLogger(NodeArchive.class);
    private static List<String> options;

    private NodeArchive() {}

    /** The JVM options {@code -cp} and, unless it cannot be made, {@code -XX:SharedArchiveFile}. */
    public static synchronized List<String> options() {
        if (options == null) {
            String classPath = System.getProperty("java.class.path");
            try {
                options = make(classPath);
            } catch (IOException | RuntimeException e) {
                LOG.atWarn().addKeyValue("cause", e.getMessage()).log("no archive for nodes: they start without one");
                options = List.of("-cp", classPath);
            }
        }
        return options;
    }

    /** Other processes that want the same archive wait. */
    private static List<String> make(String classPath) throws IOException {
        List<Path> entries = Stream.of(classPath.split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::exists)
                .toList();
        Path folder = TestFolder.programs().resolve("nodes-" + version(entries));
        Files.createDirectories(folder);
        deleteOthers(folder);
        try (FileChannel channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            String packed = packed(entries, folder);
            Path archive = folder.resolve("nodes.jsa");
            if (!Files.exists(archive)) {
                archive(packed, archive);
            }
            return List.of("-cp", packed, "-Xlog:cds=off", "-Xlog:cds+dynamic=off", "-XX:SharedArchiveFile=" + archive);
        }
    }

    /** Those of earlier builds; 46 MB each. */
    private static void deleteOthers(Path folder) throws IOException {
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        try (Stream<Path> found = Files.list(folder.getParent())) {
            for (Path other : found.toList()) {
                if (other.getFileName().toString().startsWith("nodes-")
                        && !other.equals(folder)
                        && Files.getLastModifiedTime(other).toInstant().isBefore(yesterday)) {
                    TestFolder.delete(other);
                }
            }
        }
    }

    /** Changes with the JVM and with any file of the class path. */
    private static String version(List<Path> entries) throws IOException {
        CRC32 sum = new CRC32();
        sum.update((System.getProperty("java.vm.version") + System.getProperty("java.home"))
                .getBytes(StandardCharsets.UTF_8));
        for (Path entry : entries) {
            for (Path file : files(entry)) {
                String state = file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
                sum.update(state.getBytes(StandardCharsets.UTF_8));
            }
        }
        return Long.toHexString(sum.getValue());
    }

    private static List<Path> files(Path entry) throws IOException {
        try (Stream<Path> found = Files.walk(entry)) {
            return found.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static String packed(List<Path> entries, Path folder) throws IOException {
        List<String> packed = new ArrayList<>();
        for (Path entry : entries) {
            if (Files.isDirectory(entry)) {
                Path jar = folder.resolve("classes-" + packed.size() + ".jar");
                if (!Files.exists(jar)) {
                    Path draft = folder.resolve("draft.jar");
                    pack(entry, draft);
                    Files.move(draft, jar, StandardCopyOption.ATOMIC_MOVE);
                }
                packed.add(jar.toString());
            } else {
                packed.add(entry.toString());
            }
        }
        return String.join(File.pathSeparator, packed);
    }

    /** With entries of folders, in which Flyway looks for migrations. */
    private static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out);
                Stream<Path> found = Files.walk(classes)) {
            zip.setLevel(1);
            for (Path each :
                    found.filter(path -> !path.equals(classes)).sorted().toList()) {
                String name = classes.relativize(each).toString().replace('\\', '/');
                if (Files.isDirectory(each)) {
                    zip.putNextEntry(new ZipEntry(name + "/"));
                } else {
                    zip.putNextEntry(new ZipEntry(name));
                    Files.copy(each, zip);
                }
            }
        }
    }

    /** The JVM writes its archive when it ends. */
    private static void archive(String classPath, Path archive) throws IOException {
        Path draft = archive.resolveSibling("draft.jsa");
        Files.deleteIfExists(draft);
        String database = Servers.freshDatabase();
        Process node = NodeProcess.launch(
                List.of("-cp", classPath, "-XX:ArchiveClassesAtExit=" + draft), database, Servers.freshRedis());
        ProcessHandle handle = node.toHandle();
        CompletableFuture.delayedExecutor(180, TimeUnit.SECONDS).execute(handle::destroyForcibly);
        try (BufferedReader said = node.inputReader(StandardCharsets.UTF_8)) {
            NodeProcess.port(said);
            handle.destroy();
            said.transferTo(Writer.nullWriter());
            if (!node.waitFor(60, TimeUnit.SECONDS)) {
                throw new IOException("the node does not end");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            node.destroyForcibly();
            Servers.release(database);
        }
        Files.move(draft, archive, StandardCopyOption.ATOMIC_MOVE);
    }
}
