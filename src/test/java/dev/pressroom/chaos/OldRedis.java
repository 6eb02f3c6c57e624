package dev.pressroom.chaos;

import dev.pressroom.support.Servers;
import dev.pressroom.support.TestFolder;
import java.nio.file.Path;

/** Redis comes back with what it held a while ago: entries of jobs that are done, and none of those that wait. */
final class OldRedis implements Harm {
    @Override
    public String name() {
        return "old-redis";
    }

    @Override
    public String says() {
        return "Redis stopped, and restarted with the append-only file of --every seconds ago";
    }

    @Override
    public void inject(FaultTarget field) throws InterruptedException {
        Servers.Own servers = field.cluster().servers();
        Path copy = TestFolder.fresh();
        try {
            while (field.lasts()) {
                field.fillQueue();
                TestFolder.delete(copy);
                servers.copyRedisData(copy);
                if (field.lasts()) {
                    field.hit();
                    servers.killRedis();
                    servers.replaceRedisData(copy);
                    servers.startRedis();
                }
            }
        } finally {
            TestFolder.delete(copy);
        }
    }
}
