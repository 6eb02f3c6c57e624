package dev.pressroom.chaos;

/** Two jobs that halt every JVM that runs them. The next come when they have failed, and what they took along has ended. */
final class Poison implements Harm {
    @Override
    public String name() {
        return "poison";
    }

    @Override
    public String says() {
        return "two jobs that halt each JVM that runs them; they have to fail, and no other job may";
    }

    @Override
    public void rage(Field field) throws InterruptedException {
        field.cluster().onDeath(field::hit);
        while (field.lasts()) {
            field.load().burst(2, Order.Kind.POISON);
            field.awaitRecoveryFrom(Order.Kind.POISON);
        }
    }
}
