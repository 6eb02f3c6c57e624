package dev.pressroom.embedded;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The part of a server's log file that was written since its last start. */
final class ServerLog {
    private static final long MAX_BYTES = 10_000_000;

    private final Path file;
    private final long begin;

    private ServerLog(Path file, long begin) {
        this.file = file;
        this.begin = begin;
    }

    /**
     * Call it before the server starts. A file of more than 10 MB is renamed to {@code .old} and replaces the one of that
     * name.
     */
    static ServerLog begin(Path file) throws IOException {
        if (size(file) > MAX_BYTES) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".old"), StandardCopyOption.REPLACE_EXISTING);
        }
        return new ServerLog(file, size(file));
    }

    /** The text so far, without leading and trailing white space. */
    String text() throws IOException {
        if (size(file) <= begin) {
            return "";
        }
        try (FileChannel channel = FileChannel.open(file)) {
            channel.position(begin);
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    /** The last line, without leading and trailing white space. */
    String lastLine() throws IOException {
        String text = text();
        return text.substring(text.lastIndexOf('\n') + 1).strip();
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }
}
