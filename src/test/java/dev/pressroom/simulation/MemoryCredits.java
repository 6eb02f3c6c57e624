package dev.pressroom.simulation;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** The ledger: {@code credit_entries}, unique on job, attempt and kind, and the balance of each user. */
final class MemoryCredits {
    private final int starting;
    private final SortedMap<String, Integer> entries = new TreeMap<>();
    private final SortedMap<UUID, Integer> balances = new TreeMap<>();

    MemoryCredits(int starting) {
        this.starting = starting;
    }

    boolean hold(UUID user, UUID job, int attempt, int price) {
        int balance = balances.getOrDefault(user, starting);
        if (balance < price) {
            return false;
        }
        balances.put(user, balance - price);
        enter(job, attempt, "hold", -price);
        return true;
    }

    void spend(UUID user, UUID job, int attempt) {
        enter(job, attempt, "spend", 0);
    }

    void release(UUID user, UUID job, int attempt) {
        int held = -entries.get(key(job, attempt, "hold"));
        enter(job, attempt, "release", held);
        balances.merge(user, held, Integer::sum);
    }

    /** The constraint {@code once_per_attempt}. */
    private void enter(UUID job, int attempt, String kind, int amount) {
        if (entries.putIfAbsent(key(job, attempt, kind), amount) != null) {
            throw new IllegalStateException("a second " + kind + " for attempt " + attempt + " of " + job);
        }
    }

    private static String key(UUID job, int attempt, String kind) {
        return job + " " + attempt + " " + kind;
    }

    /** {@code "<job> <attempt> <kind>"} and its amount. */
    SortedMap<String, Integer> entries() {
        return entries;
    }

    boolean has(UUID job, int attempt, String kind) {
        return entries.containsKey(key(job, attempt, kind));
    }

    int starting() {
        return starting;
    }

    SortedMap<UUID, Integer> balances() {
        return balances;
    }
}
