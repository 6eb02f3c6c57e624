package dev.pressroom.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The folder of one service on one machine. Whoever opens it has it alone: a lock that the system itself releases when
 * the process ends, however it ends.
 */
public final class DataFolder implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /*
     * The folders open in this process. On POSIX systems a process loses its lock on a file as soon as it closes any
     * channel to that file, so a folder that is open here must not be tried a second time.
     */
    private static final Set<Path> OPEN = new HashSet<>();

    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Makes the folder if need be, readable by its owner alone, and takes it.
     *
     * @throws StartFailure when another process, or this one, has it open, or when it cannot be written
     */
    public static DataFolder open(Path folder) {
        try {
            Path path = create(folder);
            synchronized (OPEN) {
                FileChannel channel = OPEN.contains(path) ? null : lock(path);
                if (channel == null) {
                    throw inUse(path);
                }
                OPEN.add(path);
                return new DataFolder(path, channel);
            }
        } catch (IOException e) {
            throw new StartFailure(
                    "The data folder " + folder + " cannot be used (" + e + "). Choose another one: PRESSROOM_DATA=...",
                    e);
        }
    }

    /** Where the service that has this folder open answers; empty when none has, or when it does not answer yet. */
    public static Optional<String> runningAt(Path folder) {
        try {
            Path path = folder.toRealPath();
            synchronized (OPEN) {
                return isTaken(path) ? Teller.read(path).url() : Optional.empty();
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Absolute, without symbolic links. */
    public Path path() {
        return path;
    }

    /** Lets others know where the service answers. */
    public void announce(String url) {
        try {
            Teller.write(path, url);
        } catch (IOException e) {
            throw new StartFailure("The data folder " + path + " cannot be written (" + e + ").", e);
        }
    }

    /** Gives the folder free. */
    @Override
    public void close() {
        synchronized (OPEN) {
            if (!OPEN.remove(path)) {
                return;
            }
            try (channel) {
                Files.deleteIfExists(Teller.file(path));
            } catch (IOException e) {
                throw new StartFailure("The data folder " + path + " could not be given free (" + e + ").", e);
            }
        }
    }

    private static Path create(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder.toAbsolutePath());
            if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
        }
        return folder.toRealPath();
    }

    private static boolean isTaken(Path path) throws IOException {
        if (OPEN.contains(path)) {
            return true;
        }
        if (!Files.exists(lockFile(path))) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(lockFile(path), StandardOpenOption.WRITE)) {
            return channel.tryLock() == null;
        }
    }

    /** Patient for a moment: the last owner may just be ending, or somebody may be looking whether there is one. */
    private static FileChannel lock(Path path) throws IOException {
        Deadline patience = Deadline.in(PATIENCE);
        FileChannel channel = FileChannel.open(lockFile(path), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            while (lock == null && !patience.isOver()) {
                PollPause.briefly();
                lock = channel.tryLock();
            }
            if (lock == null) {
                channel.close();
                return null;
            }
            Teller.write(path, "");
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static StartFailure inUse(Path path) throws IOException {
        Teller teller = Teller.read(path);
        String who = teller.pid().map(pid -> "process " + pid).orElse("another process");
        String where = teller.url().map(url -> " at " + url).orElse("");
        return new StartFailure("Pressroom is already running in " + path + " (" + who + where
                + "). Stop it first, or give this one a folder and a port of its own:"
                + " PRESSROOM_DATA=... PORT=...");
    }

    private static Path lockFile(Path path) {
        return path.resolve("lock");
    }

    /** What the owner tells about itself: beside the lock and not in it, since some systems keep a locked file shut. */
    private record Teller(Optional<String> pid, Optional<String> url) {
        static Path file(Path folder) {
            return folder.resolve("service");
        }

        static void write(Path folder, String url) throws IOException {
            Files.writeString(file(folder), ProcessHandle.current().pid() + "\n" + url + "\n");
        }

        static Teller read(Path folder) throws IOException {
            List<String> lines = Files.exists(file(folder)) ? Files.readAllLines(file(folder)) : List.of();
            return new Teller(line(lines, 0), line(lines, 1));
        }

        private static Optional<String> line(List<String> lines, int number) {
            return lines.stream().skip(number).findFirst().filter(line -> !line.isBlank());
        }
    }
}
