package dev.pressroom.chaos;

import java.time.Duration;

/** The clocks of the nodes are ten minutes apart, one before, one behind that of the database. */
final class ClockSkew implements Harm {
    private static final Duration APART = Duration.ofMinutes(10);

    @Override
    public String name() {
        return "clock-skew";
    }

    @Override
    public String says() {
        return "wall clocks of the nodes ten minutes apart; nodes are killed, so that leases expire";
    }

    /** The first is right, the second behind, the third before, and so on outwards. */
    @Override
    public Duration clockOffset(int slot) {
        int steps = (slot + 1) / 2;
        return APART.multipliedBy(slot % 2 == 0 ? steps : -steps);
    }

    @Override
    public void inject(FaultTarget field) throws InterruptedException {
        while (field.lasts()) {
            field.victim().ifPresent(member -> {
                field.hit(member);
                member.kill();
            });
        }
    }
}
