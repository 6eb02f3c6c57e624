package dev.pressroom.config;

import dev.pressroom.base.Secret;
import dev.pressroom.base.SecretFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The secret that signs tokens in dev mode. Generated once and stored in the data folder, so that tokens survive restarts. */
public final class DevSecret {
    private static final String FILE_NAME = "jwt-secret";
    private static final int MIN_BYTES = 32;

    private DevSecret() {}

    /**
     * Adds the secret to settings of dev mode that have no key for tokens; returns other settings unchanged. Blocks on
     * file access.
     *
     * @throws InvalidSettings when the file can be neither read nor written
     */
    public static Settings complete(Settings settings) {
        return isNeeded(settings) ? settings.withSecret(stored(settings.data())) : settings;
    }

    /** Whether {@link #complete} would create the secret: no service has run with this data folder yet. */
    public static boolean isMissing(Settings settings) {
        return isNeeded(settings) && !Files.exists(settings.data().resolve(FILE_NAME));
    }

    private static boolean isNeeded(Settings settings) {
        AuthSettings auth = settings.auth();
        boolean hasKey = auth.secret().isPresent()
                || auth.publicKey().isPresent()
                || auth.jwksUrl().isPresent()
                || auth.discoveryUrl().isPresent();
        return !hasKey && !settings.isProduction();
    }

    private static Secret stored(Path data) {
        Path file = data.resolve(FILE_NAME);
        try {
            if (!Files.exists(file)) {
                create(data, file);
            }
            return read(file);
        } catch (IOException e) {
            throw new InvalidSettings(List.of(
                    "PRESSROOM_DATA: the token secret of dev mode cannot be stored in " + file + " (" + e + ")"));
        }
    }

    private static Secret read(Path file) throws IOException {
        String secret = Files.readString(file).strip();
        if (secret.getBytes(StandardCharsets.UTF_8).length < MIN_BYTES) {
            throw new InvalidSettings(
                    List.of("JWT_SECRET: the file " + file + " is damaged; delete it to have a new secret made"));
        }
        return new Secret(secret);
    }

    /** Creates the file atomically and never replaces one: two processes that start together use the same secret. */
    private static void create(Path data, Path file) throws IOException {
        Files.createDirectories(data, SecretFile.attributes(data, "rwx------"));
        Path draft = Files.createTempFile(data, FILE_NAME, ".new", SecretFile.attributes(data, "rw-------"));
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
