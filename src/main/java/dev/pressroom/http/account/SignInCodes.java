package dev.pressroom.http.account;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Codes for links that sign somebody in: each is good once, for {@link #LIFE}, and stands for a token, which then need not
 * be in an address, a browser's history or a log. Kept in memory, at most {@link #MOST}. Safe to use from any thread.
 */
public final class SignInCodes {
    public static final Duration LIFE = Duration.ofMinutes(10);
    static final int MOST = 100;
    private static final int CODE_BYTES = 16;

    private record Issued(String token, Instant until) {}

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Issued> issued = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Issued> eldest) {
            return size() > MOST;
        }
    };

    public SignInCodes(Clock clock) {
        this.clock = clock;
    }

    /** Makes a code for a token. */
    public synchronized String issue(String token) {
        byte[] bytes = new byte[CODE_BYTES];
        random.nextBytes(bytes);
        String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        issued.put(code, new Issued(token, clock.instant().plus(LIFE)));
        return code;
    }

    /** The token of a code, which is used up then; empty when it is unknown, used or too old. */
    public synchronized Optional<String> redeem(String code) {
        return Optional.ofNullable(issued.remove(code))
                .filter(found -> clock.instant().isBefore(found.until()))
                .map(Issued::token);
    }
}
