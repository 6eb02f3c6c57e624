package dev.pressroom.embedded;

import dev.pressroom.base.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * A server's password, in a file beside its data that only its owner can read. A new password is a draft until the server
 * has it, so that a start which is interrupted is begun anew.
 */
final class StoredPassword {
    private static final String FORM = "[0-9a-f]{64}";

    private final Path file;
    private final Path draft;

    StoredPassword(Path file) {
        this.file = file;
        this.draft = file.resolveSibling(file.getFileName() + ".draft");
    }

    /** The password that the server has; empty when it has none, or when the file is lost or damaged. */
    Optional<String> last() throws IOException {
        return Files.exists(file)
                ? Optional.of(Files.readString(file).strip()).filter(text -> text.matches(FORM))
                : Optional.empty();
    }

    /** Makes a new password and writes it into the file that {@link #draft()} names. */
    String prepare() throws IOException {
        String password = SecretFile.random();
        SecretFile.write(draft, password + "\n");
        return password;
    }

    Path draft() {
        return draft;
    }

    /** From now on the draft is the server's password. */
    void keep() throws IOException {
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
