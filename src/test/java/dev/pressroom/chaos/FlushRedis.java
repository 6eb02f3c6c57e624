package dev.pressroom.chaos;

/** {@code FLUSHALL} while jobs wait. */
final class FlushRedis implements Harm {
    @Override
    public String name() {
        return "flush-redis";
    }

    @Override
    public String says() {
        return "FLUSHALL in Redis while jobs are queued";
    }

    @Override
    public void inject(FaultTarget field) throws InterruptedException {
        while (field.lasts()) {
            field.fillQueue();
            field.hit();
            field.cluster().servers().flushRedis();
        }
    }
}
