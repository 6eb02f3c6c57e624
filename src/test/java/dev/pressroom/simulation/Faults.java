package dev.pressroom.simulation;

import java.util.SplittableRandom;

/**
 * What goes wrong in one seed. Each kind of harm is absent from half of the seeds, so that one kind alone can be seen,
 * and otherwise as frequent as the seed says.
 *
 * @param drop of messages
 * @param twice messages that come twice
 * @param late messages that take seconds
 * @param crash per await: before a statement is sent, after it was executed, or when a message is sent
 * @param freeze per machine and second
 * @param restart per machine and second: told to stop, as in a deployment
 * @param database what happens to statements
 * @param queue what happens to commands to Redis
 * @param databaseOut per second: nobody can reach Postgres for a while
 * @param queueOut per second: nobody can reach Redis for a while
 * @param flush per second: Redis forgets everything
 * @param poison whether one job ends every machine that runs it
 * @param crashLoop the machines are switched off in turn, one after so many microseconds; 0: they are not
 * @param pace how far the machines' timers are off, at most: 0.1 is a tenth
 */
record Faults(
        double drop,
        double twice,
        double late,
        double crash,
        double freeze,
        double restart,
        Trouble database,
        Trouble queue,
        double databaseOut,
        double queueOut,
        double flush,
        boolean poison,
        long crashLoop,
        double pace) {

    /**
     * @param refuse without having been executed
     * @param lose the answer of what was executed
     * @param slow executed late, perhaps when nobody waits for it any more
     */
    record Trouble(double refuse, double lose, double slow) {
        static final Trouble NONE = new Trouble(0, 0, 0);

        private static Trouble draw(SplittableRandom random) {
            return random.nextBoolean()
                    ? NONE
                    : new Trouble(maybe(random, 0.1), maybe(random, 0.1), maybe(random, 0.03));
        }
    }

    /**
     * In a quarter of the seeds no worker is lost, nor does it seem so: then no job may be rescued. In some of these one
     * job does it, or the machines are switched off again and again: then it is known who may fail for it.
     */
    static Faults draw(SplittableRandom random) {
        boolean sparing = random.nextInt(4) == 0;
        boolean poison = random.nextInt(4) == 0;
        long crashLoop =
                sparing && !poison && random.nextInt(4) == 0 ? random.nextLong(300, 2000) * World.MILLISECOND : 0;
        return new Faults(
                random.nextInt(8) == 0 ? 1 : maybe(random, 0.6),
                maybe(random, 0.3),
                maybe(random, 0.2),
                sparing ? 0 : maybe(random, 0.02),
                sparing ? 0 : maybe(random, 0.2),
                maybe(random, 0.3),
                sparing ? Trouble.NONE : Trouble.draw(random),
                Trouble.draw(random),
                maybe(random, 0.3),
                maybe(random, 0.3),
                maybe(random, 0.5),
                poison,
                crashLoop,
                maybe(random, 0.1));
    }

    private static double maybe(SplittableRandom random, double most) {
        return random.nextBoolean() ? 0 : most * random.nextDouble();
    }

    /** Machines and servers behave; messages and timers stay what they were, since nothing may depend on them. */
    Faults calmed() {
        return new Faults(drop, twice, late, 0, 0, 0, Trouble.NONE, Trouble.NONE, 0, 0, 0, poison, 0, pace);
    }

    /** Whether nothing happens that could make a heartbeat fail while others see it missing. */
    boolean spareLeases() {
        return spareWorkers() && !poison && crashLoop == 0;
    }

    /** The same but for what one job does, and for what is done to all machines in turn. */
    boolean spareWorkers() {
        return crash == 0 && freeze == 0 && database.equals(Trouble.NONE) && (restart == 0 || databaseOut == 0);
    }
}
