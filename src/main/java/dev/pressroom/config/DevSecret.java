package dev.pressroom.config;

import dev.pressroom.base.Secret;
import dev.pressroom.base.SecretFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The token secret of dev mode: made once, and kept in the data folder so that tokens outlive a restart. */
public final class DevSecret {
    private static final String FILE = "jwt-secret";
    private static final int BYTES = 32;

    private DevSecret() {}

    /**
     * Gives dev mode its secret when no key for tokens is set; other settings come back as they are. Blocks for files.
     *
     * @throws InvalidSettings when the file can neither be read nor made
     */
    public static Settings complete(Settings settings) {
        Settings.Auth auth = settings.auth();
        boolean hasKey = auth.secret().isPresent()
                || auth.publicKey().isPresent()
                || auth.jwksUrl().isPresent();
        return hasKey || settings.isProduction() ? settings : settings.withSecret(keptIn(settings.data()));
    }

    private static Secret keptIn(Path data) {
        Path file = data.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                make(data, file);
            }
            return read(file);
        } catch (IOException e) {
            throw new InvalidSettings(
                    List.of("PRESSROOM_DATA: the token secret of dev mode cannot be kept in " + file + " (" + e + ")"));
        }
    }

    private static Secret read(Path file) throws IOException {
        String secret = Files.readString(file).strip();
        if (secret.getBytes(StandardCharsets.UTF_8).length < BYTES) {
            throw new InvalidSettings(
                    List.of("JWT_SECRET: the file " + file + " is damaged; delete it to have a new secret made"));
        }
        return new Secret(secret);
    }

    /** Whole or not at all, and never over another's: two processes that start at once end up with the same secret. */
    private static void make(Path data, Path file) throws IOException {
        Files.createDirectories(data, SecretFile.attributes(data, "rwx------"));
        Path draft = Files.createTempFile(data, FILE, ".new", SecretFile.attributes(data, "rw-------"));
        try {
            Files.writeString(draft, SecretFile.random());
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            return;
        } catch (UnsupportedOperationException e) {
            Files.move(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
