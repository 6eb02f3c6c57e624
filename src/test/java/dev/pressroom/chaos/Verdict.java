package dev.pressroom.chaos;

import java.time.Duration;
import java.util.List;

/**
 * Result of a run.
 *
 * @param jobs accepted jobs
 * @param times number of injected faults
 * @param recoveries see {@code --help}; ascending
 */
record Verdict(String harm, int jobs, int times, List<Fault> faults, List<Duration> recoveries) {
    long count(Fault.Column column) {
        return faults.stream().filter(fault -> fault.column() == column).count();
    }
}
