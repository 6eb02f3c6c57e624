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
 * The data folder of one service on one machine, locked for one process. The operating system releases the lock when the
 * process ends, also after a crash.
 */
public final class DataFolder implements AutoCloseable {
    private static final Duration LOCK_TIMEOUT = Duration.ofMillis(500);

    /*
     * The folders open in this process. On POSIX systems, closing any channel to a file releases the process's lock on
     * it, so the lock file of an open folder must not be opened a second time.
     */
    private static final Set<Path> OPEN = new HashSet<>();

    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Creates the folder when it is missing (permissions rwx------) and locks it.
     *
     * @throws StartFailure when another process, or this one, has it locked, or when it cannot be written
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

    /** The URL of the service that has this folder locked; empty when there is none, or before it serves. */
    public static Optional<String> runningAt(Path folder) {
        try {
            Path path = folder.toRealPath();
            synchronized (OPEN) {
                return isLocked(path) ? OwnerFile.read(path).url() : Optional.empty();
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The absolute path without symbolic links. */
    public Path path() {
        return path;
    }

    /** Stores the URL of this service for {@link #runningAt}. */
    public void publishUrl(String url) {
        try {
            OwnerFile.write(path, url);
        } catch (IOException e) {
            throw new StartFailure("The data folder " + path + " cannot be written (" + e + ").", e);
        }
    }

    /** Releases the lock. */
    @Override
    public void close() {
        synchronized (OPEN) {
            if (!OPEN.remove(path)) {
                return;
            }
            try (channel) {
                Files.deleteIfExists(OwnerFile.file(path));
            } catch (IOException e) {
                throw new StartFailure("The data folder " + path + " could not be released (" + e + ").", e);
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

    private static boolean isLocked(Path path) throws IOException {
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

    /** Null when the lock is not free within 500 ms: its owner may be ending, or {@link #runningAt} may hold it briefly. */
    private static FileChannel lock(Path path) throws IOException {
        Deadline deadline = Deadline.in(LOCK_TIMEOUT);
        FileChannel channel = FileChannel.open(lockFile(path), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            while (lock == null && !deadline.isOver()) {
                deadline.pause();
                lock = channel.tryLock();
            }
            if (lock == null) {
                channel.close();
                return null;
            }
            OwnerFile.write(path, "");
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static StartFailure inUse(Path path) throws IOException {
        OwnerFile owner = OwnerFile.read(path);
        String process = owner.pid().map(pid -> "process " + pid).orElse("another process");
        String address = owner.url().map(url -> " at " + url).orElse("");
        return new StartFailure("Pressroom is already running in " + path + " (" + process + address
                + "). Stop it first, or give this one a folder and a port of its own:"
                + " PRESSROOM_DATA=... PORT=...");
    }

    private static Path lockFile(Path path) {
        return path.resolve("lock");
    }

    /** Process id and URL of the owner. Not in the lock file, which some systems make unreadable while it is locked. */
    private record OwnerFile(Optional<String> pid, Optional<String> url) {
        static Path file(Path folder) {
            return folder.resolve("service");
        }

        static void write(Path folder, String url) throws IOException {
            Files.writeString(file(folder), ProcessHandle.current().pid() + "\n" + url + "\n");
        }

        static OwnerFile read(Path folder) throws IOException {
            List<String> lines = Files.exists(file(folder)) ? Files.readAllLines(file(folder)) : List.of();
            return new OwnerFile(line(lines, 0), line(lines, 1));
        }

        private static Optional<String> line(List<String> lines, int number) {
            return lines.stream().skip(number).findFirst().filter(line -> !line.isBlank());
        }
    }
}
