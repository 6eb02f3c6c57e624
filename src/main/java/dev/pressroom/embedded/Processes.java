package dev.pressroom.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Checks and ends processes, including processes that are not children of this one. */
final class Processes {
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(5);

    private Processes() {}

    /** Kills a process and its descendants, and waits up to 5 seconds for the end of each. */
    static void killTree(ProcessHandle root) {
        List<ProcessHandle> all =
                Stream.concat(Stream.of(root), root.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> awaitEnd(process, KILL_TIMEOUT));
    }

    /** Whether a process is alive and may be running this program: true when the system does not name its program. */
    static boolean mayRun(ProcessHandle process, String program) {
        return process.isAlive()
                && !isZombie(process)
                && process.info()
                        .command()
                        .map(command ->
                                Path.of(command).getFileName().toString().startsWith(program))
                        .orElse(true);
    }

    /** Whether the process is a zombie on Linux. Orphans in a container may stay zombies for ever. */
    private static boolean isZombie(ProcessHandle process) {
        Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
        try {
            return Files.exists(stat) && Files.readString(stat).contains(") Z ");
        } catch (IOException e) {
            return true;
        }
    }

    /** Waits for the end of a process; false when the time is over first. */
    static boolean awaitEnd(ProcessHandle process, Duration limit) {
        Deadline deadline = Deadline.in(limit);
        while (process.isAlive() && !isZombie(process)) {
            if (deadline.isOver()) {
                return false;
            }
            deadline.pause();
        }
        return true;
    }
}
