package dev.pressroom.ops;

import dev.pressroom.bus.NodeHeartbeat;
import dev.pressroom.job.JobType;
import dev.pressroom.job.RedisJobQueue;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the whole cluster stands now. The cost does not depend on the number of jobs. */
public final class Overview {
    private static final int MINUTES = 60;

    private final QueueStates queues;
    private final NodeHeartbeat nodes;
    private final JobMinutes minutes;
    private final ControlStore controls;

    /** @param queue empty without Redis */
    public Overview(Database database, Optional<RedisJobQueue> queue, NodeHeartbeat nodes, ControlStore controls) {
        this.queues = new QueueStates(database, queue);
        this.nodes = nodes;
        this.minutes = new JobMinutes(database);
        this.controls = controls;
    }

    /** The state at a time by the database's clock. */
    public record State(
            OffsetDateTime at,
            List<OfType> types,
            List<NodeHeartbeat.NodeState> nodes,
            List<ControlStore.Pause> pauses) {}

    /**
     * The jobs of a type.
     *
     * @param succeededPerMinute in the last whole minute
     * @param waits of the jobs that ended within the last hour, from queued to started
     * @param runs of these, from started to ended
     */
    public record OfType(
            QueueStates.OfType now,
            long succeededPerMinute,
            long failedPerMinute,
            TimeHistogram waits,
            TimeHistogram runs) {}

    public Future<State> read() {
        Future<QueueStates.State> queued = queues.read();
        Future<List<JobMinutes.Minute>> hour = minutes.read(MINUTES);
        Future<List<NodeHeartbeat.NodeState>> members = nodes.list();
        Future<List<ControlStore.Pause>> pauses = controls.pauses();
        return Future.all(queued, hour, members, pauses).map(read -> {
            OffsetDateTime at = queued.result().at();
            List<OfType> types = queued.result().types().stream()
                    .map(type -> ofType(type, hour.result(), at))
                    .toList();
            return new State(at, types, members.result(), pauses.result());
        });
    }

    private static OfType ofType(QueueStates.OfType queued, List<JobMinutes.Minute> hour, OffsetDateTime at) {
        JobType type = queued.type();
        TimeHistogram waits = new TimeHistogram();
        TimeHistogram runs = new TimeHistogram();
        hour.stream().filter(minute -> minute.type() == type).forEach(minute -> {
            waits.add(minute.waits());
            runs.add(minute.runs());
        });
        Map<Boolean, List<JobMinutes.Minute>> last = hour.stream()
                .filter(minute -> minute.type() == type)
                .collect(Collectors.partitioningBy(minute -> isLast(minute, at)));
        return new OfType(
                queued,
                last.get(true).stream().mapToLong(JobMinutes.Minute::succeeded).sum(),
                last.get(true).stream().mapToLong(JobMinutes.Minute::failed).sum(),
                waits,
                runs);
    }

    /** Whether it is the last whole minute. */
    private static boolean isLast(JobMinutes.Minute minute, OffsetDateTime at) {
        Duration age = Duration.between(minute.minute(), at);
        return age.toMinutes() == 1;
    }
}
