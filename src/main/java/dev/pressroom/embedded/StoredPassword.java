package dev.pressroom.embedded;

import dev.pressroom.base.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The password of a server, in a file beside its data (permissions rw-------). A new password is a draft until the server
 * has it, so that an interrupted start can be repeated.
 */
final class StoredPassword {
    private static final String FORM = "[0-9a-f]{64}";

    private final Path file;
    private final Path draft;

    StoredPassword(Path file) {
        this.file = file;
        this.draft = file.resolveSibling(file.getFileName() + ".draft");
    }

    /** The password of the server; empty when there is none, or when the file is missing or damaged. */
    Optional<String> read() throws IOException {
        return Files.exists(file)
                ? Optional.of(Files.readString(file).strip()).filter(text -> text.matches(FORM))
                : Optional.empty();
    }

    /** Generates a new password and writes it to {@link #draft()}. */
    String createDraft() throws IOException {
        String password = SecretFile.random();
        SecretFile.write(draft, password + "\n");
        return password;
    }

    /** The file of the new password. */
    Path draft() {
        return draft;
    }

    /** Makes the draft the password of the server. */
    void commitDraft() throws IOException {
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
