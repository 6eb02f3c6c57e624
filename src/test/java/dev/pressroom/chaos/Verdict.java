package dev.pressroom.chaos;

import java.time.Duration;
import java.util.List;

/**
 * What came of a run.
 *
 * @param jobs that were accepted
 * @param times that harm was done
 * @param recoveries see {@code --help}; ascending
 */
record Verdict(String harm, int jobs, int times, List<Fault> faults, List<Duration> recoveries) {
    long count(Fault.Column column) {
        return faults.stream().filter(fault -> fault.column() == column).count();
    }
}
