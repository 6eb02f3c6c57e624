package dev.pressroom.bench;

import java.util.List;

/** From {@code java} to the first answer. */
final class StartFigure implements Figure {
    private static final double MOST = 1.5;
    private static final int TIMES = 5;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String says() {
        return "from java to the first 200, with servers that run already and a schema that is there";
    }

    @Override
    public List<Line> measure(Ground ground) {
        String database = ground.freshDatabase();
        int times = ground.setup().of(TIMES, 1);
        double ours = fastest(times + 1, () -> started(Launch.service(ground, database), "/health/live"));
        double limit = fastest(times, () -> started(new Launch(List.of(), EmptyMain.class.getName()), "/"));
        String what = ground.setup().jar().isPresent() ? "start of the jar" : "start of the classes";
        return List.of(new Line(
                what,
                Line.decimal(ours) + " s",
                Line.decimal(limit) + " s",
                Line.decimal(ours / limit),
                "≤ " + Line.decimal(MOST) + " s",
                ours <= MOST ? "met" : "missed"));
    }

    private interface Start {
        double seconds();
    }

    private static double fastest(int times, Start start) {
        double least = Double.MAX_VALUE;
        for (int i = 0; i < times; i++) {
            least = Math.min(least, start.seconds());
        }
        return least;
    }

    private static double started(Launch launch, String path) {
        long began = System.nanoTime();
        try (Launch.Launched launched = launch.start(path)) {
            return (System.nanoTime() - began) / 1e9;
        }
    }
}
