package dev.pressroom.embedded;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** What one start of a server wrote into its log file. */
final class ServerLog {
    private static final long LIMIT_BYTES = 10_000_000;

    private final Path file;
    private final long begin;

    private ServerLog(Path file, long begin) {
        this.file = file;
        this.begin = begin;
    }

    /** To be called before the start. A log that has grown large is put aside; the last such one is kept. */
    static ServerLog begin(Path file) throws IOException {
        if (size(file) > LIMIT_BYTES) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".old"), StandardCopyOption.REPLACE_EXISTING);
        }
        return new ServerLog(file, size(file));
    }

    /** Without blanks at its ends. */
    String text() throws IOException {
        if (size(file) <= begin) {
            return "";
        }
        try (FileChannel channel = FileChannel.open(file)) {
            channel.position(begin);
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    /** The last thing that was written, fit for the end of a sentence. */
    String lastLine() throws IOException {
        String text = text();
        return text.substring(text.lastIndexOf('\n') + 1).strip();
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }
}
