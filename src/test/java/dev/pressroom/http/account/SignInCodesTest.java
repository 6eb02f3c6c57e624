package dev.pressroom.http.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.SteeredClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignInCodesTest {
    private final SteeredClock clock = new SteeredClock(Instant.parse("2026-02-02T12:00:00Z"));
    private final SignInCodes codes = new SignInCodes(clock);

    @Test
    void aCodeIsGoodOnce() {
        String code = codes.issue("a token");

        assertThat(codes.redeem(code)).contains("a token");
        assertThat(codes.redeem(code)).isEmpty();
    }

    @Test
    void aCodeThatIsTooOldIsGoodNoMore() {
        String code = codes.issue("a token");
        clock.advance(SignInCodes.LIFE);

        assertThat(codes.redeem(code)).isEmpty();
    }

    @Test
    void aCodeIsGoodUntilThen() {
        String code = codes.issue("a token");
        clock.advance(SignInCodes.LIFE.minus(Duration.ofMillis(1)));

        assertThat(codes.redeem(code)).isPresent();
    }

    @Test
    void ofManyCodesTheOldestAreForgotten() {
        String first = codes.issue("a token");
        for (int i = 0; i < SignInCodes.MOST; i++) {
            codes.issue("another");
        }

        assertThat(codes.redeem(first)).isEmpty();
    }
}
