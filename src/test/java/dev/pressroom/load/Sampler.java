package dev.pressroom.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Looks at a service every ten seconds, on a thread of its own. */
final class Sampler implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final int PATIENCE_SECONDS = 40;

    /** A day's worth of samples, and then no more. */
    private static final int MOST = 10_000;

    private final List<Probe> probes;
    private final LoadStatistics tally;
    private final Map<Gauge, List<Sample>> samples = new LinkedHashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "sampler");
        made.setDaemon(true);
        return made;
    });
    private boolean closed;

    Sampler(Probes probes, LoadStatistics tally) {
        this.probes = probes.all().stream().map(Supplier::get).toList();
        this.tally = tally;
    }

    /** A value, and how many jobs were done by then. */
    record Sample(double seconds, double value, long done) {}

    void start() {
        thread.scheduleAtFixedRate(this::sample, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void sample() {
        double seconds = tally.elapsed().toMillis() / 1000.0;
        long done = tally.counts().succeeded();
        for (Probe probe : probes) {
            try {
                probe.read().forEach(reading -> keep(reading, seconds, done));
            } catch (Exception e) {
                tally.note("samples that could not be taken: "
                        + probe.getClass().getSimpleName() + " " + e.getClass().getSimpleName());
            }
        }
    }

    private synchronized void keep(Gauge.Reading reading, double seconds, long done) {
        List<Sample> kept = samples.computeIfAbsent(reading.gauge(), gauge -> new ArrayList<>());
        if (kept.size() < MOST) {
            kept.add(new Sample(seconds, reading.value(), done));
        }
    }

    /** All that was seen, by gauge, in order. */
    synchronized Map<Gauge, List<Sample>> samples() {
        Map<Gauge, List<Sample>> copy = new LinkedHashMap<>();
        samples.forEach((gauge, kept) -> copy.put(gauge, List.copyOf(kept)));
        return copy;
    }

    /** Looks no more; the sample that is under way is taken. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        probes.forEach(Sampler::closed);
    }

    private static void closed(Probe probe) {
        try {
            probe.close();
        } catch (Exception e) {
            System.err.println("scripts/load: a probe did not close: " + e.getMessage());
        }
    }
}
