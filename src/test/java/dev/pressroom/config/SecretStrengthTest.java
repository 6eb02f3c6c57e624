package dev.pressroom.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretStrengthTest {
    private static final int SAMPLES = 2000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "change-me",
                "CHANGE_ME",
                "changeit",
                "secret",
                "password",
                "Passw0rd",
                "postgres",
                "pressroom",
                "your-password",
                "[YOUR-PASSWORD]",
                "<password>",
                "hunter2",
                "12345678",
                "1234567890123456789012345678901234567890",
                "secretsecretsecretsecretsecretsecret",
                "please-change-this-secret-please-change-this-secret",
                "qwertyqwertyqwertyqwertyqwertyqwerty",
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "abababababababababababababababababab"
            })
    void aSecretThatSomebodyMadeUpIsWeakEvenAsAPassword(String secret) {
        assertThat(SecretStrength.bits(secret)).isLessThan(25);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abcdefghijklmnopqrstuvwxyz0123456789",
                "changeme-changeme-changeme-changeme-1",
                "my-super-secret-jwt-key-for-production",
                "aaaaaaaabbbbbbbbccccccccddddddddeeeeeeee",
                "01010110110101011010110101011011",
                "jwt_secret_key_please_replace_with_your_value"
            })
    void aLongSecretThatSomebodyMadeUpIsTooWeakToSignWith(String secret) {
        assertThat(SecretStrength.bits(secret)).isLessThan(80);
    }

    @Test
    void randomSecretsAreStrongHoweverTheyAreWritten() {
        Random random = new Random(7);
        assertThat(weakest(() -> HexFormat.of().formatHex(bytes(random, 16)))).isGreaterThan(80);
        assertThat(weakest(() -> Base64.getEncoder().encodeToString(bytes(random, 24))))
                .isGreaterThan(80);
    }

    @Test
    void randomPasswordsOfTwelveLettersAreStrongEnoughForAServer() {
        Random random = new Random(7);
        assertThat(weakest(() -> Base64.getEncoder().encodeToString(bytes(random, 9))))
                .isGreaterThan(25);
    }

    private static double weakest(Supplier<String> secrets) {
        return Stream.generate(secrets)
                .limit(SAMPLES)
                .mapToDouble(SecretStrength::bits)
                .min()
                .orElseThrow();
    }

    private static byte[] bytes(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
