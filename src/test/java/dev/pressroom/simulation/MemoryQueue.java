package dev.pressroom.simulation;

import dev.pressroom.job.JobType;
import dev.pressroom.job.RedisJobQueue;
import java.time.Duration;
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

    private record Waiting(double tag, String member, RedisJobQueue.Claimed entry) {}

    private record Taken(Waiting entry, long at) {}

    private static final class Line {
        private final TreeSet<Waiting> ready =
                new TreeSet<>(Comparator.comparingDouble(Waiting::tag).thenComparing(Waiting::member));
        private final Map<String, Waiting> members = new HashMap<>();
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

    int enqueue(JobType type, List<RedisJobQueue.Entry> entries) {
        Line line = line(type);
        int added = 0;
        for (RedisJobQueue.Entry entry : entries) {
            String member = entry.jobId() + ":" + entry.attempt();
            if (!line.members.containsKey(member)) {
                double tag = entry.resumes() ? line.time : line.nextTag(entry.tenant());
                Waiting waiting = new Waiting(tag, member, new RedisJobQueue.Claimed(entry.jobId(), entry.attempt()));
                line.ready.add(waiting);
                line.members.put(member, waiting);
                added++;
            }
        }
        return added;
    }

    /** @param now in milliseconds */
    List<RedisJobQueue.Claimed> claim(JobType type, int count, long now) {
        Line line = line(type);
        List<RedisJobQueue.Claimed> claimed = new ArrayList<>();
        while (claimed.size() < count && !line.ready.isEmpty()) {
            Waiting first = line.ready.pollFirst();
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

    void settled(JobType type, List<RedisJobQueue.Claimed> entries) {
        entries.forEach(entry -> line(type).taken.remove(member(entry)));
    }

    int giveBack(JobType type, List<RedisJobQueue.Claimed> entries) {
        return (int) entries.stream()
                .filter(entry -> putBack(line(type), member(entry)))
                .count();
    }

    int recover(JobType type, Duration age, int most, long now) {
        Line line = line(type);
        List<String> old = line.taken.entrySet().stream()
                .filter(each -> each.getValue().at <= now - age.toMillis())
                .sorted(Comparator.comparingLong((Map.Entry<String, Taken> each) -> each.getValue().at)
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .limit(most)
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

    private static String member(RedisJobQueue.Claimed entry) {
        return entry.jobId() + ":" + entry.attempt();
    }

    boolean isMarked(JobType type) {
        return line(type).marked;
    }

    void mark(JobType type) {
        line(type).marked = true;
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
