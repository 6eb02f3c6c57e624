package dev.pressroom.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Ends processes that are not always our children. */
final class Processes {
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    private Processes() {}

    /** Kills a process together with those it has started, and waits until they are gone. */
    static void killTree(ProcessHandle root) {
        List<ProcessHandle> all =
                Stream.concat(Stream.of(root), root.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> awaitEnd(process, KILL_LIMIT));
    }

    /** Whether a process may be running this program: it is alive, and the system does not say that it runs another. */
    static boolean mayRun(ProcessHandle process, String program) {
        return process.isAlive()
                && !isLeftover(process)
                && process.info()
                        .command()
                        .map(command ->
                                Path.of(command).getFileName().toString().startsWith(program))
                        .orElse(true);
    }

    /** Whether it has ended and only waits for its parent to take note, as orphans in a container may do for ever. */
    private static boolean isLeftover(ProcessHandle process) {
        Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
        try {
            return Files.exists(stat) && Files.readString(stat).contains(") Z ");
        } catch (IOException e) {
            return true;
        }
    }

    /** @return whether the process has ended in time */
    static boolean awaitEnd(ProcessHandle process, Duration limit) {
        Deadline patience = Deadline.in(limit);
        while (process.isAlive() && !isLeftover(process)) {
            if (patience.isOver()) {
                return false;
            }
            PollPause.briefly();
        }
        return true;
    }
}
