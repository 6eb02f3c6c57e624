package dev.pressroom.chaos;

import java.util.List;

/** All kinds of faults. */
final class Harms {
    static final List<Harm> ALL = List.of(
            new KillWorker(),
            new CrashLoop(),
            new FreezeWorker(),
            new KillPostgres(),
            new FlushRedis(),
            new StopRedis(),
            new OldRedis(),
            new SplitCluster(),
            new DropMessages(),
            new ClockSkew(),
            new Poison(),
            new ClientDisconnects(),
            new Hostile(3));

    private Harms() {}

    static List<String> names() {
        return ALL.stream().map(Harm::name).toList();
    }
}
