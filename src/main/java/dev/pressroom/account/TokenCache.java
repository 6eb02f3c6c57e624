package dev.pressroom.account;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Caches the users of verified tokens, so that repeated requests with a token do not verify its signature again. The key is
 * the SHA-256 of the token, not the token itself. The least recently used entry is dropped first; an entry is valid until
 * the token expires.
 */
final class TokenCache {
    private final Map<ByteBuffer, TokenClaims.Checked> checked;
    private final Clock clock;

    TokenCache(int maxEntries, Clock clock) {
        this.clock = clock;
        this.checked = new LinkedHashMap<>(64, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<ByteBuffer, TokenClaims.Checked> eldest) {
                return size() > maxEntries;
            }
        };
    }

    synchronized Optional<TokenUser> get(String jwt) {
        ByteBuffer key = digest(jwt);
        TokenClaims.Checked found = checked.get(key);
        if (found != null && !clock.instant().isBefore(found.until())) {
            checked.remove(key);
            return Optional.empty();
        }
        return Optional.ofNullable(found).map(TokenClaims.Checked::user);
    }

    synchronized TokenUser put(String jwt, TokenClaims.Checked found) {
        checked.put(digest(jwt), found);
        return found.user();
    }

    synchronized void clear() {
        checked.clear();
    }

    synchronized int size() {
        return checked.size();
    }

    private static ByteBuffer digest(String jwt) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(jwt.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
