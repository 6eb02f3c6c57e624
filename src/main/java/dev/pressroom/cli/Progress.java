package dev.pressroom.cli;

import dev.pressroom.cli.io.TerminalText;
import io.vertx.core.json.JsonObject;
import java.util.OptionalInt;

/**
 * Progress of a job.
 *
 * @param percent 0 to 100
 * @param secondsLeft estimated by the service; empty when unknown
 */
record Progress(String step, int percent, OptionalInt secondsLeft) {
    static Progress of(JsonObject data) {
        return new Progress(
                data.getValue("currentStep") instanceof String step ? TerminalText.line(step) : "",
                data.getValue("progress") instanceof Number percent
                        ? Math.max(0, Math.min(100, percent.intValue()))
                        : 0,
                data.getValue("estimatedTimeRemaining") instanceof Number seconds
                        ? OptionalInt.of(Math.max(0, seconds.intValue()))
                        : OptionalInt.empty());
    }

    /** This progress with its time left reduced by the given seconds. */
    Progress later(int seconds) {
        return secondsLeft.isEmpty()
                ? this
                : new Progress(step, percent, OptionalInt.of(Math.max(0, secondsLeft.getAsInt() - seconds)));
    }

    String timeLeft() {
        if (secondsLeft.isEmpty()) {
            return "";
        }
        int seconds = secondsLeft.getAsInt();
        return seconds >= 120 ? "about " + (seconds + 30) / 60 + " min left" : "about " + seconds + " s left";
    }
}
