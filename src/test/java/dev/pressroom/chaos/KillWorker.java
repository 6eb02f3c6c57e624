package dev.pressroom.chaos;

import java.util.Optional;

/** {@code kill -9} of a node every few seconds. */
final class KillWorker implements Harm {
    @Override
    public String name() {
        return "kill-worker";
    }

    @Override
    public String says() {
        return "kill -9 of a node every --every seconds; it is started again at once";
    }

    @Override
    public void inject(FaultTarget field) throws InterruptedException {
        while (field.lasts(field.setup().every())) {
            Optional<Member> victim = field.victim();
            while (victim.isEmpty() && field.lasts()) {
                victim = field.victim();
            }
            victim.ifPresent(member -> {
                field.hit(member);
                member.kill();
            });
        }
    }
}
