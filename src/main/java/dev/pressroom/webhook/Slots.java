package dev.pressroom.webhook;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Limits the deliveries that this node sends at once: in all, per host and per user. A host that did not answer gets one
 * at a time until it answers, and all such hosts together get half of the slots. So hosts that are down delay no others.
 * Stays on one Vert.x context.
 */
final class Slots {
    static final int PER_HOST = 4;
    static final int PER_USER = 16;
    private static final int MAX_SILENT_HOSTS = 10_000;

    private final int total;
    private final Map<String, Integer> byHost = new HashMap<>();
    private final Map<UUID, Integer> byUser = new HashMap<>();
    private final Set<String> silent = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_SILENT_HOSTS;
        }
    });
    private int running;

    /** @param total slots of this node */
    Slots(int total) {
        this.total = total;
    }

    /** Takes as many free slots as there are for the host and the user; 0 when there is none. */
    int take(String host, UUID user) {
        boolean isSilent = silent.contains(host);
        int free = Math.min(
                Math.min(total - running, PER_USER - byUser.getOrDefault(user, 0)),
                (isSilent ? 1 : PER_HOST) - byHost.getOrDefault(host, 0));
        int taken = Math.max(0, isSilent ? Math.min(free, Math.max(1, total / 2) - runningSilent()) : free);
        add(host, user, taken);
        return taken;
    }

    /** Gives back slots that were taken and not used, or whose delivery has ended. */
    void giveBack(String host, UUID user, int count) {
        add(host, user, -count);
    }

    /** Notes whether a host answers. */
    void answered(String host, boolean answers) {
        if (answers) {
            silent.remove(host);
        } else {
            silent.add(host);
        }
    }

    boolean isFull() {
        return running >= total;
    }

    int running() {
        return running;
    }

    private int runningSilent() {
        return byHost.entrySet().stream()
                .filter(host -> silent.contains(host.getKey()))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    private void add(String host, UUID user, int count) {
        if (count == 0) {
            return;
        }
        running += count;
        byHost.merge(host, count, Slots::sumOrNull);
        byUser.merge(user, count, Slots::sumOrNull);
    }

    private static Integer sumOrNull(int before, int change) {
        return before + change == 0 ? null : before + change;
    }
}
