package dev.pressroom.load;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where a gauge goes, once it has warmed up.
 *
 * @param first value after warm-up: the median of a tenth of the samples, as the others are of theirs
 * @param middle value
 * @param last value
 * @param perHour the median of the slopes between any two samples after warm-up, which one odd sample cannot tilt
 * @param perJob the same by jobs that were done instead of by hours
 * @param drift what the slope makes of the time after warm-up
 * @param isTelling whether there are enough samples to say so
 */
record Trend(double first, double middle, double last, double perHour, double perJob, double drift, boolean isTelling) {
    private static final double WARM_UP = 0.25;
    private static final double TOLERATED = 0.05;
    private static final int MAX_POINTS = 300;
    private static final int LEAST_POINTS = 8;

    /** @param samples in order; with fewer than eight after warm-up there is no slope */
    static Trend of(List<Sampler.Sample> samples) {
        double end = samples.get(samples.size() - 1).seconds();
        List<Sampler.Sample> warm = samples.stream()
                .filter(sample -> sample.seconds() >= end * WARM_UP)
                .toList();
        double perSecond = slope(warm, false);
        double span = warm.get(warm.size() - 1).seconds() - warm.get(0).seconds();
        int part = Math.max(1, warm.size() / 10);
        int center = warm.size() / 2;
        return new Trend(
                median(warm.subList(0, part)),
                median(warm.subList(
                        Math.max(0, center - part / 2), Math.min(warm.size(), center + (part + 1) / 2 + 1))),
                median(warm.subList(warm.size() - part, warm.size())),
                perSecond * 3600,
                slope(warm, true),
                perSecond * span,
                warm.size() >= LEAST_POINTS);
    }

    /** Whether it drifts by less than a twentieth, or by less than the gauge allows. */
    boolean isFlat(Gauge gauge) {
        return drift <= Math.max(gauge.allowance(), TOLERATED * Math.abs(middle));
    }

    private static double median(List<Sampler.Sample> samples) {
        return median(samples.stream().mapToDouble(Sampler.Sample::value).toArray());
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int half = values.length / 2;
        return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }

    /** Theil and Sen's. */
    private static double slope(List<Sampler.Sample> samples, boolean byJobs) {
        List<Sampler.Sample> points = thinned(samples);
        if (points.size() < LEAST_POINTS) {
            return 0;
        }
        double[] slopes = new double[points.size() * (points.size() - 1) / 2];
        int count = 0;
        for (int i = 0; i < points.size(); i++) {
            for (int j = i + 1; j < points.size(); j++) {
                double run = byJobs
                        ? points.get(j).done() - points.get(i).done()
                        : points.get(j).seconds() - points.get(i).seconds();
                if (run > 0) {
                    slopes[count++] = (points.get(j).value() - points.get(i).value()) / run;
                }
            }
        }
        return count == 0 ? 0 : median(Arrays.copyOf(slopes, count));
    }

    private static List<Sampler.Sample> thinned(List<Sampler.Sample> samples) {
        int step = Math.max(1, samples.size() / MAX_POINTS);
        return IntStream.range(0, samples.size())
                .filter(i -> i % step == 0)
                .mapToObj(samples::get)
                .toList();
    }
}
