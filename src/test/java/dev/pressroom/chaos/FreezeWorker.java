package dev.pressroom.chaos;

import java.util.Optional;

/**
 * SIGSTOP of a node for somewhat longer than its leases last, then SIGCONT: most often while other nodes are in the
 * middle of the jobs that they took over, since later there is nothing left that it could spoil.
 */
final class FreezeWorker implements Harm {
    private static final int MAX_BEYOND_MILLIS = 1000;

    @Override
    public String name() {
        return "freeze-worker";
    }

    @Override
    public String says() {
        return "SIGSTOP of a node until its leases have expired, then SIGCONT while other nodes run its jobs";
    }

    @Override
    public void inject(FaultTarget field) throws InterruptedException {
        while (field.lasts()) {
            Optional<Member> victim = field.victim();
            if (victim.isPresent()) {
                freeze(field, victim.get());
            }
        }
    }

    private static void freeze(FaultTarget field, Member member) throws InterruptedException {
        field.hit(member);
        member.freeze();
        try {
            Thread.sleep(field.setup().lease().toMillis() + field.random().nextInt(MAX_BEYOND_MILLIS));
        } finally {
            member.thaw();
        }
    }
}
