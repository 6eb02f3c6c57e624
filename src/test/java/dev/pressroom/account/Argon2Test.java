package dev.pressroom.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Argon2Test {
    private static final Argon2 QUICK = new Argon2(64, 1, 1);

    /** Made with libargon2, the reference implementation. */
    private static final String FOREIGN =
            "$argon2id$v=19$m=1024,t=2,p=1$c29tZXNhbHQ$7FfsnA6vUe7qLpL/3Kqc3uR48ZJyFbUVt7jWZlf0Htk";

    @Test
    void aHashMatchesItsPasswordAndNoOther() {
        String hash = QUICK.hash("correct horse");

        assertThat(Argon2.matches("correct horse", hash)).isTrue();
        assertThat(Argon2.matches("correct horsf", hash)).isFalse();
        assertThat(Argon2.matches("", hash)).isFalse();
    }

    @Test
    void aHashOfAnotherProgramIsUnderstood() {
        assertThat(Argon2.matches("password", FOREIGN)).isTrue();
    }

    @Test
    void theSamePasswordHasAnotherHashEachTime() {
        assertThat(QUICK.hash("correct horse")).isNotEqualTo(QUICK.hash("correct horse"));
    }

    @Test
    void theFormIsThePhcStringFormatWithTheParametersOfToday() {
        assertThat(Argon2.CURRENT.hash("correct horse"))
                .matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
    }

    @Test
    void charactersOutsideOfAsciiCount() {
        assertThat(Argon2.matches("pässwörd", QUICK.hash("password"))).isFalse();
        assertThat(Argon2.matches("\uD83C\uDF45\uD83C\uDF45", QUICK.hash("\uD83C\uDF45\uD83C\uDF45")))
                .isTrue();
    }

    @Test
    void onlyHashesWithOtherParametersAreOutdated() {
        assertThat(QUICK.isOutdated(QUICK.hash("correct horse"))).isFalse();
        assertThat(new Argon2(64, 2, 1).isOutdated(QUICK.hash("correct horse"))).isTrue();
        assertThat(new Argon2(128, 1, 1).isOutdated(QUICK.hash("correct horse")))
                .isTrue();
    }

    @Test
    void nothingMatchesTheImpossibleHash() {
        assertThat(Argon2.matches("", QUICK.impossible())).isFalse();
        assertThat(QUICK.isOutdated(QUICK.impossible())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "password", "$argon2i$v=19$m=64,t=1,p=1$c2FsdA$aGFzaA", "$2a$10$abc"})
    void whatIsNoHashMatchesNothing(String stored) {
        assertThat(Argon2.matches("password", stored)).isFalse();
        assertThat(QUICK.isOutdated(stored)).isTrue();
    }
}
