package dev.pressroom.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** From {@code java} to the first answer, and to the readiness of all parts. */
final class StartFigure implements Figure {
    private static final double MOST = 1.5;
    private static final int TIMES = 5;
    private static final String LIVE = "/health/live";
    private static final String READY = "/health/ready";

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String says() {
        return "from starting java to the first response, and until all parts of the node are ready; with running servers and a"
                + " migrated schema";
    }

    @Override
    public List<ResultRow> measure(BenchEnvironment ground) {
        Launch service = Launch.service(ground, ground.freshDatabase());
        int times = ground.setup().of(TIMES, 1);
        double limit = fastest(times, new Launch(List.of(), EmptyMain.class.getName()), "/");
        String what = ground.setup().jar().isPresent() ? "start of the jar" : "start of the classes";
        List<ResultRow> lines = new ArrayList<>();
        lines.addAll(measured(what, service, times + 1, limit));
        service.archived(READY)
                .ifPresent(archived -> lines.addAll(measured(what + ", classes archived", archived, times, limit)));
        return lines;
    }

    private static List<ResultRow> measured(String what, Launch launch, int times, double limit) {
        return List.of(
                told(what + ", ready", fastest(times, launch, READY), limit),
                told(what + ", first response", fastest(times, launch, LIVE), limit));
    }

    private static ResultRow told(String what, double ours, double limit) {
        return new ResultRow(
                what,
                ResultRow.decimal(ours) + " s",
                ResultRow.decimal(limit) + " s",
                ResultRow.decimal(ours / limit),
                "≤ " + ResultRow.decimal(MOST) + " s",
                ours <= MOST ? "met" : "missed");
    }

    private static double fastest(int times, Launch launch, String path) {
        return DoubleStream.generate(() -> started(launch, path))
                .limit(times)
                .min()
                .orElseThrow();
    }

    private static double started(Launch launch, String path) {
        long began = System.nanoTime();
        try (Launch.Launched launched = launch.start(path)) {
            return (System.nanoTime() - began) / 1e9;
        }
    }
}
