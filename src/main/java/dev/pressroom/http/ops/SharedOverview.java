package dev.pressroom.http.ops;

import dev.pressroom.http.request.SharedResult;
import dev.pressroom.http.stream.RepeatedStream;
import dev.pressroom.ops.Overview;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** The overview, read at most once a second per node, and only when someone asks for it. Thread-safe. */
public final class SharedOverview {
    /** A little shorter than the interval of the streams, so that each tick finds a new one. */
    private static final Duration MAX_AGE = Duration.ofMillis(900);

    private final SharedResult<Encoded> result;

    public SharedOverview(Overview overview) {
        this.result = new SharedResult<>(() -> overview.read().map(Encoded::of), MAX_AGE, System::nanoTime);
    }

    /** @param frame the event {@code overview} */
    record Encoded(Buffer json, Buffer frame) {
        static Encoded of(Overview.State state) {
            JsonObject json = OpsJson.overview(state);
            return new Encoded(json.toBuffer(), RepeatedStream.frame("overview", json.encode()));
        }
    }

    /** Completes on the Vert.x context from which it is called. */
    Future<Encoded> get() {
        return result.get();
    }
}
