package dev.pressroom.simulation;

import java.util.SplittableRandom;

/**
 * The faults of one seed, as probabilities. Each kind is absent from half of the seeds, so that other kinds also occur alone.
 *
 * @param drop a message is lost
 * @param twice a message is delivered twice
 * @param late a message takes seconds
 * @param crash per await: before a statement is sent, after it was executed, or when a message is sent
 * @param freeze per machine and second
 * @param restart per machine and second: the node is stopped, as in a deployment
 * @param database faults of statements
 * @param queue faults of commands to Redis
 * @param databaseOut per second: Postgres is unreachable for a while
 * @param queueOut per second: Redis is unreachable for a while
 * @param flush per second: Redis loses all keys
 * @param poison true when one job ends every machine that runs it
 * @param crashLoop microseconds between machines that are switched off in turn; 0: none
 * @param pace the largest deviation of the machines' timers: 0.1 is a tenth
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

    static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0, Trouble.NONE, Trouble.NONE, 0, 0, 0, false, 0, 0);

    /**
     * @param refuse fails without having been executed
     * @param lose executed, but the answer is lost
     * @param slow executed late, possibly after the client's time-out
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
     * In a quarter of the seeds no worker is lost or seems lost, so no job may be rescued. In some of these one job ends its
     * machines, or machines are switched off in turn, so the jobs that may fail for it are known.
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

    /** Machines and servers without faults; faults of messages and timers stay, since no result may depend on them. */
    Faults calmed() {
        return new Faults(drop, twice, late, 0, 0, 0, Trouble.NONE, Trouble.NONE, 0, 0, 0, poison, 0, pace);
    }

    /** True when no fault can keep a heartbeat from arriving. */
    boolean spareLeases() {
        return spareWorkers() && !poison && crashLoop == 0;
    }

    /** The same, apart from the poison job and the crash loop. */
    boolean spareWorkers() {
        return crash == 0 && freeze == 0 && database.equals(Trouble.NONE) && (restart == 0 || databaseOut == 0);
    }
}
