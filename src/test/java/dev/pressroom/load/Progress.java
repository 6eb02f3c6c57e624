package dev.pressroom.load;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;

/** Tells how the run is going: on a terminal in one line that is drawn again, elsewhere in a line every few seconds. */
final class Progress {
    private static final Duration RATE_OVER = Duration.ofSeconds(4);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    private final Plan plan;
    private final LoadStatistics tally;
    private final PrintStream out;
    private final boolean live;
    private Duration told = Duration.ZERO;
    private long acceptedBefore;
    private Duration before = Duration.ZERO;
    private double rate;

    Progress(Plan plan, LoadStatistics tally, PrintStream out, boolean live) {
        this.plan = plan;
        this.tally = tally;
        this.out = out;
        this.live = live;
    }

    /** Whether stdout goes to a terminal. Since Java 22 there is a console also where there is none. */
    static boolean onTerminal() {
        Console console = System.console();
        if (console == null || "dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    long pauseMillis() {
        return live ? 500 : 1000;
    }

    /** To be called every {@link #pauseMillis()}. */
    void tick() {
        Duration now = tally.elapsed();
        boolean due = live || now.minus(told).compareTo(BETWEEN_LINES) >= 0;
        if (due) {
            measureRate(now);
            told = now;
            out.print(live ? "\r" + line(now) + "\033[K" : line(now) + "\n");
            out.flush();
        }
    }

    /** Leaves the line, so that something else can be printed. */
    void end() {
        if (live) {
            out.print("\r\033[K");
        }
    }

    /** Over a few seconds: over less it would jump about. */
    private void measureRate(Duration now) {
        if (!before.isZero() && now.minus(before).compareTo(RATE_OVER) < 0) {
            return;
        }
        long accepted = tally.counts().accepted();
        double seconds = Math.max(1e-3, now.minus(before).toMillis() / 1000.0);
        rate = (accepted - acceptedBefore) / seconds;
        acceptedBefore = accepted;
        before = now;
    }

    private String line(Duration now) {
        LoadStatistics.Counts counts = tally.counts();
        Histogram complete = tally.times(Measure.COMPLETE);
        complete.add(tally.times(Measure.POLLED_COMPLETE));
        return ErrorKinds.format(
                "%s of %s  %.1f/s accepted  %,d under way  %,d done%s%s%s",
                clock(now),
                clock(plan.duration()),
                rate,
                counts.unfinished() + counts.waiting(),
                counts.succeeded(),
                complete.total() == 0 ? "" : " (p50 " + ErrorKinds.millis(complete.percentile(0.5)) + ")",
                counts.errors() == 0 ? "" : "  " + ErrorKinds.counted(counts.errors(), "error"),
                counts.faults() == 0 ? "" : "  " + ErrorKinds.counted(counts.faults(), "broken promise"));
    }

    static String clock(Duration time) {
        return ErrorKinds.format("%d:%02d", time.toMinutes(), time.toSecondsPart());
    }
}
