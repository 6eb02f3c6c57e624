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

class PasswordsTest {
    private static final Secret PASSWORD = new Secret("correct horse");

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
        Passwords passwords = new Passwords(vertx, new Argon2(64, 1, 1));
        String hash = passwords.hash(PASSWORD).await();

        assertThat(passwords.matches(PASSWORD, Optional.of(hash)).await()).isTrue();
        assertThat(passwords.matches(new Secret("wrong"), Optional.of(hash)).await())
                .isFalse();
    }

    @Test
    void withoutAHashNoPasswordIsRight() {
        assertThat(new Passwords(vertx, new Argon2(64, 1, 1))
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
        Passwords passwords = new Passwords(vertx, new Argon2(8 * 1024, 2, 1));

        List<Future<String>> flood = Stream.generate(() -> passwords.hash(PASSWORD))
                .limit(3 * Passwords.BOUND)
                .toList();

        Future.join(flood).otherwiseEmpty().await();
        assertThat(flood).filteredOn(Future::succeeded).hasSizeBetween(Passwords.BOUND, 3 * Passwords.BOUND - 1);
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
