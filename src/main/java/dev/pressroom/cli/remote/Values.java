package dev.pressroom.cli.remote;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The values of JSON objects as text; an absent or null member is {@code ""}. */
final class Values {
    private Values() {}

    static Function<JsonObject, String> of(String member) {
        return row -> text(row.getValue(member));
    }

    /** A member of a member. */
    static Function<JsonObject, String> of(String outer, String inner) {
        return row -> row.getValue(outer) instanceof JsonObject object ? text(object.getValue(inner)) : "";
    }

    static String text(Object value) {
        if (value == null) {
            return "";
        }
        return value instanceof JsonArray array
                ? array.stream().map(Values::text).collect(Collectors.joining(","))
                : value.toString();
    }

    /** A person or visitor, as {@code user:<id>}. */
    static String owner(JsonObject job) {
        return job.getValue("owner") instanceof JsonObject owner
                ? text(owner.getValue("kind")) + ":" + text(owner.getValue("id"))
                : "";
    }

    /** The time since the moment in a member, such as {@code 3m}. */
    static Function<JsonObject, String> age(String member, Clock clock) {
        return row -> {
            String time = text(row.getValue(member));
            try {
                return time.isEmpty() ? "" : duration(Duration.between(Instant.parse(time), clock.instant()));
            } catch (DateTimeException e) {
                return time;
            }
        };
    }

    /** In the largest unit of which there are at least two, such as {@code 90s}, {@code 5m}, {@code 47h}, {@code 9d}. */
    static String duration(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        if (seconds < 120) {
            return seconds + "s";
        }
        if (seconds < 7200) {
            return seconds / 60 + "m";
        }
        return seconds < 172_800 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
    }

    /** Milliseconds in a member, as {@code 0.3s} or {@code 5m}. */
    static Function<JsonObject, String> millis(String outer, String inner) {
        return row -> row.getValue(outer) instanceof JsonObject object ? millis(object.getValue(inner)) : "";
    }

    static String millis(Object value) {
        if (!(value instanceof Number number)) {
            return "";
        }
        long millis = number.longValue();
        return millis < 10_000 ? millis / 1000 + "." + millis % 1000 / 100 + "s" : duration(Duration.ofMillis(millis));
    }
}
