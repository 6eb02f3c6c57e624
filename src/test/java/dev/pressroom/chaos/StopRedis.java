package dev.pressroom.chaos;

import dev.pressroom.support.Servers;

/** Redis is gone for a while, and comes back empty. */
final class StopRedis implements Harm {
    @Override
    public String name() {
        return "stop-redis";
    }

    @Override
    public String says() {
        return "Redis stopped for --outage seconds while jobs are queued, then restarted empty";
    }

    @Override
    public void inject(FaultTarget field) throws InterruptedException {
        Servers.Own servers = field.cluster().servers();
        while (field.lasts()) {
            field.fillQueue();
            field.hit();
            servers.killRedis();
            try {
                field.outage();
            } finally {
                servers.emptyRedisData();
                servers.startRedis();
            }
        }
    }
}
