package dev.pressroom.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a process has of the machine's memory. */
final class Memory {
    private Memory() {}

    /** Resident bytes: from Linux itself, elsewhere from {@code ps}. */
    static long resident(long pid) {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        try {
            return 1024 * (Files.exists(status) ? fromLinux(status) : fromPs(pid));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long fromLinux(Path status) throws IOException {
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(0);
        }
    }

    private static long fromPs(long pid) throws IOException {
        Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
        return Long.parseLong(new String(ps.getInputStream().readAllBytes()).strip());
    }
}
