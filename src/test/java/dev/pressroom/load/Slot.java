package dev.pressroom.load;

import java.util.EnumMap;
import java.util.Map;

/** What happened in a piece of the run's time. */
final class Slot {
    private final Map<Measure, Histogram> times = new EnumMap<>(Measure.class);
    private long sent;
    private long errors;

    Slot() {
        for (Measure measure : Measure.values()) {
            times.put(measure, new Histogram());
        }
    }

    Histogram times(Measure measure) {
        return times.get(measure);
    }

    void sent() {
        sent++;
    }

    void error() {
        errors++;
    }

    /** Orders that were due and given to a user. */
    long orders() {
        return sent;
    }

    /** Jobs that ended well. */
    long done() {
        return times(Measure.COMPLETE).total() + times(Measure.POLLED_COMPLETE).total();
    }

    long errors() {
        return errors;
    }
}
