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
 * One-time codes for sign-in links in dev mode. A code is exchanged for a token within {@link #LIFETIME}, so that the token
 * itself is in no URL, browser history or log. At most {@link #MAX_CODES} are kept, in memory. Thread-safe.
 */
public final class SignInCodes {
    public static final Duration LIFETIME = Duration.ofMinutes(10);
    static final int MAX_CODES = 100;
    private static final int CODE_BYTES = 16;

    private record Issued(String token, Instant until) {}

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Issued> issued = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Issued> eldest) {
            return size() > MAX_CODES;
        }
    };

    public SignInCodes(Clock clock) {
        this.clock = clock;
    }

    /** Issues a code for a token; beyond {@link #MAX_CODES} the oldest code is dropped. */
    public synchronized String issue(String token) {
        byte[] bytes = new byte[CODE_BYTES];
        random.nextBytes(bytes);
        String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        issued.put(code, new Issued(token, clock.instant().plus(LIFETIME)));
        return code;
    }

    /** Returns the token of a code and removes the code; empty for an unknown, used or expired one. */
    public synchronized Optional<String> redeem(String code) {
        return Optional.ofNullable(issued.remove(code))
                .filter(found -> clock.instant().isBefore(found.until()))
                .map(Issued::token);
    }
}
