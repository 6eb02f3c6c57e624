package dev.pressroom.limit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Values by key, at most so many: the least recently used are dropped. Safe to use from any thread; it is divided into
 * parts with a lock each, so that event loops rarely wait for one another.
 */
final class LruCache<V> {
    private static final int PARTS = 16;

    private final List<Map<String, V>> parts = new ArrayList<>(PARTS);
    private final Supplier<V> maker;

    /** @param maker of a value for a key that is not known */
    LruCache(int most, Supplier<V> maker) {
        this.maker = maker;
        int mostOfPart = Math.max(1, most / PARTS);
        for (int i = 0; i < PARTS; i++) {
            parts.add(new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                    return size() > mostOfPart;
                }
            });
        }
    }

    /** Uses the value of a key under its lock. */
    <R> R with(String key, Function<V, R> use) {
        int hash = key.hashCode();
        Map<String, V> part = parts.get((hash ^ hash >>> 16) & PARTS - 1);
        synchronized (part) {
            V value = part.get(key);
            if (value == null) {
                value = maker.get();
                part.put(key, value);
            }
            return use.apply(value);
        }
    }

    int size() {
        int size = 0;
        for (Map<String, V> part : parts) {
            synchronized (part) {
                size += part.size();
            }
        }
        return size;
    }
}
