package dev.pressroom.chaos;

/** {@code kill -9} of the Postgres server and all its processes, as when its machine crashes, and a restart. */
final class KillPostgres implements Harm {
    @Override
    public String name() {
        return "kill-postgres";
    }

    @Override
    public String says() {
        return "kill -9 of the PostgreSQL server with all its processes, restarted after a second";
    }

    @Override
    public void inject(FaultTarget field) throws InterruptedException {
        while (field.lasts()) {
            field.hit();
            field.cluster().servers().killPostgres();
            try {
                Thread.sleep(1000);
            } finally {
                field.cluster().servers().startPostgres();
            }
        }
    }
}
