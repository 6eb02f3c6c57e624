package dev.pressroom.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
    private static final Secret PASSWORD = new Secret("correct horse");

    /** The hash of "password", made with the reference implementation. */
    private static final String LIBARGON2 =
            "$argon2id$v=19$m=1024,t=2,p=1$c29tZXNhbHQ$7FfsnA6vUe7qLpL/3Kqc3uR48ZJyFbUVt7jWZlf0Htk";

    /** The hash of {@link #PASSWORD}, made by this service when it used Bouncy Castle directly. */
    private static final String EARLIER =
            "$argon2id$v=19$m=19456,t=2,p=1$pPnzX/U/Q6w+9JL/7vVetA$bFJUaoUqFP96FzAYhSfja6C+vDgirHP6WH+pJk++v54";

    private Vertx vertx;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void aPasswordIsFoundRight() {
        Passwords passwords = new Passwords(vertx, 64, 1);
        String hash = passwords.hash(PASSWORD).await();

        assertThat(passwords.matches(PASSWORD, Optional.of(hash)).await()).isTrue();
        assertThat(passwords.matches(new Secret("wrong"), Optional.of(hash)).await())
                .isFalse();
    }

    @Test
    void aHashOfTheReferenceImplementationIsVerified() {
        Passwords passwords = new Passwords(vertx, 64, 1);

        assertThat(passwords
                        .matches(new Secret("password"), Optional.of(LIBARGON2))
                        .await())
                .isTrue();
        assertThat(passwords.matches(PASSWORD, Optional.of(LIBARGON2)).await()).isFalse();
    }

    @Test
    void aHashOfAnEarlierVersionIsVerifiedAndNotOutdated() {
        Passwords passwords = new Passwords(vertx);

        assertThat(passwords.matches(PASSWORD, Optional.of(EARLIER)).await()).isTrue();
        assertThat(passwords.isOutdated(EARLIER)).isFalse();
    }

    @Test
    void aHashHasThePhcFormatAndASaltOfItsOwn() {
        Passwords passwords = new Passwords(vertx);
        String hash = passwords.hash(PASSWORD).await();

        assertThat(hash).matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
        assertThat(passwords.hash(PASSWORD).await()).isNotEqualTo(hash);
    }

    @Test
    void charactersOutsideOfAsciiCount() {
        Passwords passwords = new Passwords(vertx, 64, 1);
        Optional<String> hash =
                Optional.of(passwords.hash(new Secret("p\u00e4ssw\u00f6rd")).await());

        assertThat(passwords.matches(new Secret("password"), hash).await()).isFalse();
        assertThat(passwords.matches(new Secret("p\u00e4ssw\u00f6rd"), hash).await())
                .isTrue();
    }

    @Test
    void aHashWithWeakerParametersIsOutdated() {
        String weak = new Passwords(vertx, 64, 1).hash(PASSWORD).await();

        assertThat(new Passwords(vertx, 64, 1).isOutdated(weak)).isFalse();
        assertThat(new Passwords(vertx, 64, 2).isOutdated(weak)).isTrue();
        assertThat(new Passwords(vertx, 128, 1).isOutdated(weak)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "correct horse", "$argon2i$v=19$m=64,t=1,p=1$c2FsdA$aGFzaA", "$2a$10$abc"})
    void textThatIsNoHashMatchesNoPassword(String stored) {
        assertThat(new Passwords(vertx, 64, 1)
                        .matches(PASSWORD, Optional.of(stored))
                        .await())
                .isFalse();
    }

    @Test
    void withoutAHashNoPasswordIsRight() {
        assertThat(new Passwords(vertx, 64, 1)
                        .matches(PASSWORD, Optional.empty())
                        .await())
                .isFalse();
    }

    @Test
    void toFindNoHashTakesAsLongAsToFindAWrongOne() {
        Passwords passwords = new Passwords(vertx);
        Optional<String> stored = Optional.of(passwords.hash(PASSWORD).await());
        Secret wrong = new Secret("wrong");

        nanos(passwords, wrong, Optional.empty());
        nanos(passwords, wrong, stored);
        long unknown = Long.MAX_VALUE;
        long known = Long.MAX_VALUE;
        for (int i = 0; i < 7; i++) {
            unknown = Math.min(unknown, nanos(passwords, wrong, Optional.empty()));
            known = Math.min(known, nanos(passwords, wrong, stored));
        }

        assertThat(unknown).isBetween(known / 2, known * 2);
    }

    @Test
    void aFloodIsRefusedBeyondABound() {
        Passwords passwords = new Passwords(vertx, 8 * 1024, 2);

        List<Future<String>> flood = Stream.generate(() -> passwords.hash(PASSWORD))
                .limit(3 * Passwords.MAX_PENDING)
                .toList();

        Future.join(flood).otherwiseEmpty().await();
        assertThat(flood)
                .filteredOn(Future::succeeded)
                .hasSizeBetween(Passwords.MAX_PENDING, 3 * Passwords.MAX_PENDING - 1);
        assertThat(flood)
                .filteredOn(Future::failed)
                .isNotEmpty()
                .allSatisfy(refused -> assertThat(refused.cause()).isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.OVERLOADED);
                    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(5));
                }));
        assertThat(passwords.hash(PASSWORD).await()).isNotEmpty();
    }

    private static long nanos(Passwords passwords, Secret password, Optional<String> hash) {
        long begin = System.nanoTime();
        passwords.matches(password, hash).await();
        return System.nanoTime() - begin;
    }
}
