package dev.pressroom.model.demo;

import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;

/** The plan that an article suggests. Its chart shows these numbers and no others. */
record Timetable(List<Phase> phases) {
    /** @param hours of work within {@code weeks} */
    record Phase(String name, int hours, int weeks) {}

    static Timetable of(Dice dice, JsonArray names) {
        int[] hours = {2 + dice.below(3), 1 + dice.below(2), 3 + dice.below(4), 1 + dice.below(2), 2 + dice.below(2)};
        int[] weeks = {1, 1, 2 + dice.below(2), 1, 1 + dice.below(2)};
        List<Phase> phases = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            phases.add(new Phase(names.getString(i), hours[i], weeks[i]));
        }
        return new Timetable(List.copyOf(phases));
    }

    int hours() {
        return phases.stream().mapToInt(Phase::hours).sum();
    }

    int weeks() {
        return phases.stream().mapToInt(Phase::weeks).sum();
    }
}
