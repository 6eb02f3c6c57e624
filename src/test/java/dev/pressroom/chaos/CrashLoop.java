package dev.pressroom.chaos;

import java.time.Duration;

/** {@code kill -9} of a node as soon as two serve. */
final class CrashLoop implements Harm {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    @Override
    public String name() {
        return "crash-loop";
    }

    @Override
    public String says() {
        return "kill -9 of a node whenever two are ready, like a release that crashes; no job may fail";
    }

    @Override
    public void inject(FaultTarget field) throws InterruptedException {
        while (field.lasts(PAUSE)) {
            field.victim().ifPresent(member -> {
                field.hit(member);
                member.kill();
            });
        }
    }
}
