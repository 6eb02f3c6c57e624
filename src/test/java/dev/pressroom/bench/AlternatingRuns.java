package dev.pressroom.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The same measurement on two systems in alternation, so that other load on the machine affects both. The result of each is
 * its median.
 */
record AlternatingRuns(List<Turn> empty, List<Turn> full) {
    private static final double LEAST = 0.9;
    private static final double MOST = 1.1;

    /**
     * @param rate a second
     * @param nodeMicros of the processors that the node has used for one
     * @param postgresMicros of the processors that Postgres has used for one
     */
    record Turn(double rate, double nodeMicros, double postgresMicros) {}

    static AlternatingRuns take(int times, Supplier<Turn> empty, Supplier<Turn> full) {
        AlternatingRuns turns = new AlternatingRuns(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < times; i++) {
            turns.empty.add(empty.get());
            turns.full.add(full.get());
        }
        return turns;
    }

    /** @param with what the full side is full of */
    List<ResultRow> told(String what, String with) {
        return List.of(
                ResultRow.rate(what + with, median(full, Turn::rate), median(empty, Turn::rate), LEAST, 0),
                cost(what + ", processor time of Postgres" + with, Turn::postgresMicros),
                cost(what + ", processor time of the JVM" + with, Turn::nodeMicros));
    }

    private ResultRow cost(String figure, ToDoubleFunction<Turn> part) {
        return ResultRow.cost(figure, median(full, part), median(empty, part), "µs", MOST);
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
