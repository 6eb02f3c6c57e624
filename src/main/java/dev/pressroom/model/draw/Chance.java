package dev.pressroom.model.draw;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Chance that falls the same way for the same words. */
final class Chance {
    private final Random random;

    Chance(String words) {
        UUID hash = UUID.nameUUIDFromBytes(words.getBytes(StandardCharsets.UTF_8));
        this.random = new Random(hash.getMostSignificantBits() ^ hash.getLeastSignificantBits());
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    double between(double from, double to) {
        return from + random.nextDouble() * (to - from);
    }

    <T> T one(List<T> choices) {
        return choices.get(below(choices.size()));
    }
}
