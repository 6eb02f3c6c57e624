package dev.pressroom.limit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A bounded map that drops the least recently used entries. Thread-safe; it is divided into segments with a lock each, to
 * reduce contention between event loops.
 */
final class LruCache<V> {
    private static final int SEGMENTS = 16;

    private final List<Map<String, V>> segments = new ArrayList<>(SEGMENTS);
    private final Supplier<V> factory;

    /** @param factory creates the value of a new key */
    LruCache(int maxEntries, Supplier<V> factory) {
        this.factory = factory;
        int maxPerSegment = Math.max(1, maxEntries / SEGMENTS);
        for (int i = 0; i < SEGMENTS; i++) {
            segments.add(new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                    return size() > maxPerSegment;
                }
            });
        }
    }

    /** Applies a function to the value of a key, under the lock of its segment. */
    <R> R with(String key, Function<V, R> function) {
        int hash = key.hashCode();
        Map<String, V> segment = segments.get((hash ^ hash >>> 16) & SEGMENTS - 1);
        synchronized (segment) {
            V value = segment.get(key);
            if (value == null) {
                value = factory.get();
                segment.put(key, value);
            }
            return function.apply(value);
        }
    }

    int size() {
        int size = 0;
        for (Map<String, V> segment : segments) {
            synchronized (segment) {
                size += segment.size();
            }
        }
        return size;
    }
}
