package dev.pressroom.load;

import java.util.EnumMap;
import java.util.Map;

/** Statistics of one interval of the run. */
final class TimeSlot {
    private final Map<Measure, Histogram> times = new EnumMap<>(Measure.class);
    private long sent;
    private long errors;

    TimeSlot() {
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
