package dev.pressroom.simulation;

import dev.pressroom.job.JobQueue;
import dev.pressroom.job.JobType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/** What {@code enqueue.lua} and {@code claim.lua} do, without Redis. */
final class MemoryQueue {
    private final Map<JobType, Line> lines = new EnumMap<>(JobType.class);

    private record Waiting(double tag, String member, JobQueue.Claimed entry) {}

    private static final class Line {
        private final TreeSet<Waiting> ready =
                new TreeSet<>(Comparator.comparingDouble(Waiting::tag).thenComparing(Waiting::member));
        private final Map<String, Waiting> members = new HashMap<>();
        private final Map<String, Double> tags = new HashMap<>();
        private double time;

        double nextTag(String tenant) {
            return tags.merge(tenant, time + 1, (last, fresh) -> Math.max(time, last) + 1);
        }
    }

    private Line line(JobType type) {
        return lines.computeIfAbsent(type, any -> new Line());
    }

    int enqueue(JobType type, List<JobQueue.Entry> entries) {
        Line line = line(type);
        int added = 0;
        for (JobQueue.Entry entry : entries) {
            String member = entry.jobId() + ":" + entry.attempt();
            if (!line.members.containsKey(member)) {
                double tag = entry.resumes() ? line.time : line.nextTag(entry.tenant());
                Waiting waiting = new Waiting(tag, member, new JobQueue.Claimed(entry.jobId(), entry.attempt()));
                line.ready.add(waiting);
                line.members.put(member, waiting);
                added++;
            }
        }
        return added;
    }

    List<JobQueue.Claimed> claim(JobType type, int count) {
        Line line = line(type);
        List<JobQueue.Claimed> claimed = new ArrayList<>();
        while (claimed.size() < count && !line.ready.isEmpty()) {
            Waiting first = line.ready.pollFirst();
            line.members.remove(first.member);
            line.time = first.tag;
            claimed.add(first.entry);
        }
        if (!claimed.isEmpty()) {
            line.tags.values().removeIf(tag -> tag <= line.time);
        }
        return claimed;
    }

    void remove(JobType type, UUID jobId, int attempt) {
        Waiting waiting = line(type).members.remove(jobId + ":" + attempt);
        if (waiting != null) {
            line(type).ready.remove(waiting);
        }
    }

    /** Forgets everything, as {@code FLUSHALL} does. */
    void flush() {
        lines.clear();
    }
}
