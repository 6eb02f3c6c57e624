package dev.pressroom.image;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** Formats numbers for readers. */
public final class Numbers {
    private static final double MILLION = 1e6;
    private static final double BILLION = 1e9;

    private Numbers() {}

    /** With separated thousands, up to four decimals, and a minus sign (U+2212). */
    public static String plain(double value) {
        DecimalFormat format = new DecimalFormat("#,##0.####", DecimalFormatSymbols.getInstance(Locale.ROOT));
        return format.format(value == 0 ? 0 : value).replace('-', '−');
    }

    /** As {@link #plain}, with millions and billions abbreviated (M, B): for axes. */
    public static String brief(double value) {
        double size = Math.abs(value);
        if (size >= BILLION) {
            return plain(value / BILLION) + "B";
        }
        return size >= MILLION ? plain(value / MILLION) + "M" : plain(value);
    }
}
