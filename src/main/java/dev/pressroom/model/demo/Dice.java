package dev.pressroom.model.demo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Chance that falls the same way for the same seed, so that the same request gives the same text. */
final class Dice {
    private final Random random;

    Dice(String seed) {
        this.random = new Random(hash(seed));
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T one(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    /** {@code count} different ones, or all there are. */
    <T> List<T> some(List<T> choices, int count) {
        List<T> shuffled = new ArrayList<>(choices);
        Collections.shuffle(shuffled, random);
        return List.copyOf(shuffled.subList(0, Math.min(count, shuffled.size())));
    }

    /** As {@link #some}, in the order they had. */
    <T> List<T> inOrder(List<T> choices, int count) {
        List<Integer> chosen = some(IntStream.range(0, choices.size()).boxed().toList(), count);
        return chosen.stream().sorted().map(choices::get).toList();
    }

    /** FNV-1a: stable over Java versions, and neighbouring texts fall far apart. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash ^ (hash >>> 29);
    }
}
