package dev.pressroom.cli;

import dev.pressroom.cli.io.CommandFailure;
import dev.pressroom.cli.io.TerminalText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file for the result of a job. */
record ResultFile(Path path) {
    /**
     * Checks that the file can be written, before any model call costs money.
     *
     * @throws CommandFailure when it cannot
     */
    static ResultFile at(Path path) {
        Path folder = path.toAbsolutePath().getParent();
        boolean writable = Files.exists(path)
                ? Files.isWritable(path) && !Files.isDirectory(path)
                : folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
        if (!writable) {
            throw new CommandFailure("The file " + path + " (--output) cannot be written.");
        }
        return new ResultFile(path);
    }

    void write(String text) {
        try {
            Files.writeString(path, TerminalText.of(text).stripTrailing() + "\n");
        } catch (IOException e) {
            throw new CommandFailure("The file " + path + " (--output) could not be written: " + e.getMessage());
        }
    }
}
