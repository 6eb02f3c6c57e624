package dev.pressroom.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.SteeredClock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TokenCacheTest {
    private final SteeredClock clock = new SteeredClock(Instant.EPOCH);
    private final TokenCache cache = new TokenCache(2, 100, clock);

    @Test
    void theLeastUsedTokenGoesFirst() {
        put("a");
        put("b");
        cache.get("a");
        put("c");
        assertThat(cache.get("a")).isPresent();
        assertThat(cache.get("b")).isEmpty();
        assertThat(cache.size()).isEqualTo(2);
    }

    @Test
    void longTokensLeaveRoomForFewerOthers() {
        put("a");
        put("b".repeat(100));
        assertThat(cache.get("a")).isEmpty();
        assertThat(cache.get("b".repeat(100))).isPresent();
    }

    private void put(String token) {
        TokenUser user = new TokenUser(UUID.randomUUID(), Optional.empty(), Optional.empty(), Optional.empty());
        cache.put(token, new TokenClaims.Checked(user, Instant.MAX, Instant.MIN));
    }
}
