package dev.pressroom.config;

import static dev.pressroom.config.SettingTypes.DAY;
import static dev.pressroom.config.SettingTypes.HOUR;
import static dev.pressroom.config.SettingTypes.MINUTE;
import static dev.pressroom.config.SettingTypes.duration;
import static dev.pressroom.config.SettingTypes.number;

import java.time.Duration;
import java.util.List;

/**
 * How a node runs jobs.
 *
 * @param slots concurrent jobs of this node
 * @param lease a running job without heartbeats for this time returns to the queue
 * @param poll interval at which an idle worker polls the queue
 * @param maxDeaths a job fails after this many lost workers that count against it
 * @param lossPauses pause of a job after it was the only one on a lost worker: the first time, the second, and so on
 * @param blockedLoop a step that blocks an event loop for longer counts as a lost worker
 * @param blockedThread a step that blocks a worker thread for longer counts as a lost worker
 * @param jobDeadline maximum duration of one attempt
 * @param stepTries maximum tries of a step that fails with a transient error
 * @param grace how long running steps may continue after the begin of the node's shutdown
 */
public record WorkerSettings(
        int slots,
        Duration lease,
        Duration poll,
        int maxDeaths,
        List<Duration> lossPauses,
        Duration blockedLoop,
        Duration blockedThread,
        Duration jobDeadline,
        int stepTries,
        Duration grace) {

    static WorkerSettings read(LayeredSettings values) {
        return new WorkerSettings(
                values.get("workers.slots", number(1, 10_000)),
                values.get("workers.lease", duration(Duration.ofSeconds(2), HOUR)),
                values.get("workers.poll", duration(Duration.ofMillis(10), MINUTE)),
                values.get("workers.max-deaths", number(1, 100)),
                values.list("workers.loss-pauses", duration(Duration.ZERO, DAY)),
                values.get("workers.blocked-loop", duration(Duration.ofSeconds(1), HOUR)),
                values.get("workers.blocked-thread", duration(Duration.ofSeconds(1), HOUR)),
                values.get("workers.job-deadline", duration(Duration.ofSeconds(1), DAY)),
                values.get("workers.step-tries", number(1, 100)),
                values.get("workers.grace", duration(Duration.ZERO, HOUR)));
    }

    /** A copy with another lease. */
    public WorkerSettings withLease(Duration other) {
        return new WorkerSettings(
                slots, other, poll, maxDeaths, lossPauses, blockedLoop, blockedThread, jobDeadline, stepTries, grace);
    }
}
