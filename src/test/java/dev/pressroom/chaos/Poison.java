package dev.pressroom.chaos;

import java.util.Map;

/**
 * A job that halts every JVM that runs it. The next comes when those that the last one took along have recovered: else
 * it would be one cause of death more for them than a job may have.
 */
final class Poison implements Harm {
    @Override
    public String name() {
        return "poison";
    }

    @Override
    public String says() {
        return "a job that halts each JVM that runs it; it has to fail after three, and no other job may";
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("PRESSROOM_WORKERS_MAX_DEATHS", "3");
    }

    @Override
    public void rage(Field field) throws InterruptedException {
        field.cluster().onDeath(field::hit);
        while (field.lasts()) {
            field.load().burst(1, Order.Kind.POISON);
            field.awaitRecoveryFrom(Order.Kind.POISON);
        }
    }
}
