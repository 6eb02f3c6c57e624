package dev.pressroom.simulation;

import dev.pressroom.job.JobQueue;
import dev.pressroom.job.JobType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/** The ready queue in memory: the same as the Lua scripts of {@code RedisJobQueue}. */
final class MemoryQueue {
    private final Map<JobType, Line> lines = new EnumMap<>(JobType.class);

    private record Queued(double tag, String member, JobQueue.Claimed entry) {}

    private record Taken(Queued entry, long at) {}

    private static final class Line {
        private final TreeSet<Queued> ready =
                new TreeSet<>(Comparator.comparingDouble(Queued::tag).thenComparing(Queued::member));
        private final Map<String, Queued> members = new HashMap<>();
        private final Map<String, Double> tags = new HashMap<>();
        private final Map<String, Taken> taken = new HashMap<>();
        private double time;
        private boolean marked;

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
                Queued queued = new Queued(tag, member, new JobQueue.Claimed(entry.jobId(), entry.attempt()));
                line.ready.add(queued);
                line.members.put(member, queued);
                added++;
            }
        }
        return added;
    }

    /** @param now in milliseconds */
    List<JobQueue.Claimed> claim(JobType type, int count, long now) {
        Line line = line(type);
        List<JobQueue.Claimed> claimed = new ArrayList<>();
        while (claimed.size() < count && !line.ready.isEmpty()) {
            Queued first = line.ready.pollFirst();
            line.members.remove(first.member);
            line.time = first.tag;
            line.taken.put(first.member, new Taken(first, now));
            claimed.add(first.entry);
        }
        if (!claimed.isEmpty()) {
            line.tags.values().removeIf(tag -> tag <= line.time);
        }
        return claimed;
    }

    void settle(JobType type, List<JobQueue.Claimed> entries) {
        entries.forEach(entry -> line(type).taken.remove(member(entry)));
    }

    int giveBack(JobType type, List<JobQueue.Claimed> entries) {
        return (int) entries.stream()
                .filter(entry -> putBack(line(type), member(entry)))
                .count();
    }

    int recover(JobType type, Duration age, int max, long now) {
        Line line = line(type);
        List<String> old = line.taken.entrySet().stream()
                .filter(each -> each.getValue().at <= now - age.toMillis())
                .sorted(Comparator.comparingLong((Map.Entry<String, Taken> each) -> each.getValue().at)
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .limit(max)
                .toList();
        return (int) old.stream().filter(member -> putBack(line, member)).count();
    }

    private static boolean putBack(Line line, String member) {
        Taken taken = line.taken.remove(member);
        if (taken == null || line.members.containsKey(member)) {
            return false;
        }
        line.ready.add(taken.entry);
        line.members.put(member, taken.entry);
        return true;
    }

    private static String member(JobQueue.Claimed entry) {
        return entry.jobId() + ":" + entry.attempt();
    }

    boolean hasMarker(JobType type) {
        return line(type).marked;
    }

    void setMarker(JobType type) {
        line(type).marked = true;
    }

    void remove(JobType type, UUID jobId, int attempt) {
        Queued queued = line(type).members.remove(jobId + ":" + attempt);
        if (queued != null) {
            line(type).ready.remove(queued);
        }
    }

    /** Forgets everything, as {@code FLUSHALL} does. */
    void flush() {
        lines.clear();
    }
}
