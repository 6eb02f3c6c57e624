package dev.pressroom.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The same measurement on two sides in turns, so that whatever else the machine does meets both. Of each side the
 * median counts.
 */
record Turns(List<Turn> empty, List<Turn> full) {
    private static final double LEAST = 0.9;
    private static final double MOST = 1.1;

    /**
     * @param rate a second
     * @param nodeMicros of the processors that the node has used for one
     * @param postgresMicros of the processors that Postgres has used for one
     */
    record Turn(double rate, double nodeMicros, double postgresMicros) {}

    static Turns take(int times, Supplier<Turn> empty, Supplier<Turn> full) {
        Turns turns = new Turns(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < times; i++) {
            turns.empty.add(empty.get());
            turns.full.add(full.get());
        }
        return turns;
    }

    /** @param with what the full side is full of */
    List<Line> told(String what, String with) {
        return List.of(
                Line.rate(what + with, median(full, Turn::rate), median(empty, Turn::rate), LEAST, 0),
                cost(what + ", processor time of Postgres" + with, Turn::postgresMicros),
                cost(what + ", processor time of the JVM" + with, Turn::nodeMicros));
    }

    private Line cost(String figure, ToDoubleFunction<Turn> part) {
        return Line.cost(figure, median(full, part), median(empty, part), "µs", MOST);
    }

    private static double median(List<Turn> turns, ToDoubleFunction<Turn> part) {
        return turns.stream()
                .mapToDouble(part)
                .sorted()
                .skip(turns.size() / 2)
                .findFirst()
                .orElse(0);
    }
}
