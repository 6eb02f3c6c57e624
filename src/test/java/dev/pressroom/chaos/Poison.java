package dev.pressroom.chaos;

/** Two jobs that halt every JVM that runs them. The next come when they have failed, and what they took along has ended. */
final class Poison implements Harm {
    @Override
    public String name() {
        return "poison";
    }

    @Override
    public String says() {
        return "two jobs that halt every JVM that runs them; they must fail, and no other job may";
    }

    @Override
    public void inject(FaultTarget field) throws InterruptedException {
        field.cluster().onDeath(field::hit);
        while (field.lasts()) {
            field.load().burst(2, ChaosJob.Kind.POISON);
            field.awaitRecoveryFrom(ChaosJob.Kind.POISON);
        }
    }
}
