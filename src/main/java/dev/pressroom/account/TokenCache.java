package dev.pressroom.account;

import java.time.Clock;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Caches the users of verified tokens, so that repeated requests with a token do not verify its signature again. An entry is
 * found by the whole token and is valid until the token expires; the least recently used entry is dropped first. Only tokens
 * whose signature is valid become keys, so clients cannot fill the map with keys of equal hash codes. Thread-safe.
 */
final class TokenCache {
    private final Map<String, TokenClaims.Checked> checked = new LinkedHashMap<>(64, 0.75f, true);
    private final int maxEntries;
    private final int maxCharacters;
    private final Clock clock;
    private int characters;

    /** @param maxCharacters of all cached tokens together: some providers issue tokens of several kilobytes */
    TokenCache(int maxEntries, int maxCharacters, Clock clock) {
        this.maxEntries = maxEntries;
        this.maxCharacters = maxCharacters;
        this.clock = clock;
    }

    synchronized Optional<TokenUser> get(String jwt) {
        TokenClaims.Checked found = checked.get(jwt);
        if (found == null) {
            return Optional.empty();
        }
        if (!clock.instant().isBefore(found.until())) {
            checked.remove(jwt);
            characters -= jwt.length();
            return Optional.empty();
        }
        return Optional.of(found.user());
    }

    synchronized TokenUser put(String jwt, TokenClaims.Checked found) {
        if (checked.put(jwt, found) == null) {
            characters += jwt.length();
        }
        Iterator<String> leastRecent = checked.keySet().iterator();
        while (checked.size() > maxEntries || characters > maxCharacters) {
            characters -= leastRecent.next().length();
            leastRecent.remove();
        }
        return found.user();
    }

    synchronized void clear() {
        checked.clear();
        characters = 0;
    }

    synchronized int size() {
        return checked.size();
    }
}
