package dev.pressroom.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevSecretTest {
    @TempDir
    Path folder;

    @Test
    void theSecretOutlivesARestart() {
        assertThat(secret()).isEqualTo(secret()).hasSize(64);
    }

    @Test
    void onlyTheOwnerMayReadIt() throws IOException {
        secret();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data().resolve("jwt-secret"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data())))
                .isEqualTo("rwx------");
    }

    @Test
    void nothingElseIsLeftInTheFolder() throws IOException {
        secret();
        try (var files = Files.list(data())) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void processesThatStartAtOnceAgreeOnOneSecret() {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        IntStream.range(0, 16).parallel().forEach(i -> seen.add(secret()));
        assertThat(seen).hasSize(1);
    }

    @Test
    void aGivenKeyIsKeptAndNothingIsMade() {
        String given = "0123456789abcdef0123456789abcdef";
        Settings settings = SettingsLoader.load(Map.of("PRESSROOM_DATA", data().toString(), "JWT_SECRET", given));
        assertThat(DevSecret.complete(settings)).isEqualTo(settings);
        assertThat(data()).doesNotExist();
    }

    @Test
    void tokensOfAnIdentityProviderAreVerifiedWithItsKeysOnly() {
        Settings settings = SettingsLoader.load(
                Map.of("PRESSROOM_DATA", data().toString(), "JWT_DISCOVERY_URL", "https://login.example.com"));
        assertThat(DevSecret.complete(settings)).isEqualTo(settings);
    }

    @Test
    void aDamagedFileIsToldAndNotOverwritten() throws IOException {
        Files.createDirectories(data());
        Files.writeString(data().resolve("jwt-secret"), "abc");
        assertThatThrownBy(this::secret).isInstanceOf(InvalidSettings.class).hasMessageContaining("is damaged");
    }

    private Path data() {
        return folder.resolve("data");
    }

    private String secret() {
        Settings settings = SettingsLoader.load(Map.of("PRESSROOM_DATA", data().toString()));
        return DevSecret.complete(settings).auth().secret().orElseThrow().value();
    }
}
