package dev.pressroom.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** From {@code java} to the first answer. */
final class StartFigure implements Figure {
    private static final double MOST = 1.5;
    private static final int TIMES = 5;
    private static final String LIVE = "/health/live";

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String says() {
        return "from starting java to the first 200, with running servers and a migrated schema";
    }

    @Override
    public List<ResultRow> measure(BenchEnvironment ground) {
        Launch service = Launch.service(ground, ground.freshDatabase());
        int times = ground.setup().of(TIMES, 1);
        double limit = fastest(times, new Launch(List.of(), EmptyMain.class.getName()), "/");
        String what = ground.setup().jar().isPresent() ? "start of the jar" : "start of the classes";
        List<ResultRow> lines = new ArrayList<>();
        lines.add(told(what, fastest(times + 1, service, LIVE), limit));
        service.archived(LIVE)
                .ifPresent(archived ->
                        lines.add(told(what + ", classes archived", fastest(times, archived, LIVE), limit)));
        return lines;
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
