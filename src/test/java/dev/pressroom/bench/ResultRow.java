package dev.pressroom.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One row of the table.
 *
 * @param limit the upper limit measured in the same run; {@code -} without one
 * @param met whether the targets are met, in words
 */
record ResultRow(String figure, String pressroom, String limit, String ratio, String target, String met) {
    private static final String NONE = "-";

    /** A rate a second that is to be high. */
    static ResultRow rate(String figure, double pressroom, double limit, double leastRatio, double least) {
        double ratio = limit == 0 ? 0 : pressroom / limit;
        List<String> targets = new ArrayList<>();
        if (leastRatio > 0) {
            targets.add("≥ " + decimal(leastRatio));
        }
        if (least > 0) {
            targets.add("≥ " + whole(least) + "/s");
        }
        return new ResultRow(
                figure,
                whole(pressroom) + "/s",
                whole(limit) + "/s",
                decimal(ratio),
                targets.isEmpty() ? NONE : String.join(", ", targets),
                targets.isEmpty() ? "" : met(ratio >= leastRatio && pressroom >= least));
    }

    /** A cost that is to be no more than {@code most} times the limit's. */
    static ResultRow cost(String figure, double pressroom, double limit, String unit, double most) {
        double ratio = limit == 0 ? 0 : pressroom / limit;
        return new ResultRow(
                figure,
                (decimal(pressroom) + " " + unit).strip(),
                (decimal(limit) + " " + unit).strip(),
                decimal(ratio),
                "≤ " + decimal(most),
                met(ratio <= most));
    }

    /** A cost beside the limit's, without a target. */
    static ResultRow beside(String figure, double pressroom, double limit, String unit) {
        ResultRow cost = cost(figure, pressroom, limit, unit, 0);
        return new ResultRow(figure, cost.pressroom, cost.limit, cost.ratio, NONE, "");
    }

    /** An amount that is to be at most {@code most}. */
    static ResultRow atMost(String figure, double pressroom, String unit, double most) {
        return new ResultRow(
                figure,
                decimal(pressroom) + " " + unit,
                NONE,
                NONE,
                "≤ " + decimal(most) + " " + unit,
                met(pressroom <= most));
    }

    /** A figure without a target. */
    static ResultRow told(String figure, String pressroom) {
        return new ResultRow(figure, pressroom, NONE, NONE, NONE, "");
    }

    static String whole(double number) {
        return String.format(Locale.ROOT, "%,.0f", number);
    }

    static String decimal(double number) {
        return number >= 100 ? whole(number) : String.format(Locale.ROOT, number >= 10 ? "%.1f" : "%.2f", number);
    }

    private static String met(boolean met) {
        return met ? "met" : "missed";
    }
}
