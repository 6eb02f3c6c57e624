package dev.pressroom.chaos;

import java.util.Optional;

/** SIGSTOP of a node for longer than its leases last, then SIGCONT. */
final class FreezeWorker implements Harm {
    @Override
    public String name() {
        return "freeze-worker";
    }

    @Override
    public String says() {
        return "SIGSTOP of a node for one and a half leases, then SIGCONT: it wakes up without its leases";
    }

    @Override
    public void rage(Field field) throws InterruptedException {
        while (field.lasts()) {
            Optional<Member> victim = field.victim();
            if (victim.isPresent()) {
                freeze(field, victim.get());
            }
        }
    }

    private static void freeze(Field field, Member member) throws InterruptedException {
        field.hit(member);
        member.freeze();
        try {
            Thread.sleep(field.setup().lease().toMillis() * 3 / 2);
        } finally {
            member.thaw();
        }
    }
}
