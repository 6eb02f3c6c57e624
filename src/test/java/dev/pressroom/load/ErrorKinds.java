package dev.pressroom.load;

import io.vertx.core.http.HttpClosedException;
import java.net.ConnectException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

/** Short texts for errors and figures. */
final class ErrorKinds {
    private ErrorKinds() {}

    /** The kind of an error, without addresses and numbers, so that equal errors are counted together. */
    static String of(Throwable cause) {
        if (cause instanceof ConnectException
                || String.valueOf(cause.getMessage()).contains("refused")) {
            return "no connection";
        }
        if (cause instanceof TimeoutException) {
            return "no answer in time";
        }
        if (cause instanceof HttpClosedException
                || String.valueOf(cause.getMessage()).contains("reset")) {
            return "connection lost";
        }
        return cause.getClass().getSimpleName();
    }

    /** Such as 3.4 ms, 120 ms, 1.25 s, 12.3 s or 3 min. */
    static String millis(double millis) {
        if (millis < 10) {
            return format(millis == Math.rint(millis) ? "%.0f ms" : "%.1f ms", millis);
        }
        if (millis < 1000) {
            return format("%.0f ms", millis);
        }
        if (millis < 10_000) {
            return format("%.2f s", millis / 1000);
        }
        return millis < 600_000 ? format("%.1f s", millis / 1000) : format("%.0f min", millis / 60_000);
    }

    static String number(double number) {
        return number == Math.rint(number) ? format("%,.0f", number) : format("%,.1f", number);
    }

    /** Such as 1 error, 2 errors. */
    static String counted(long count, String what) {
        return format("%,d %s%s", count, what, count == 1 ? "" : "s");
    }

    static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
