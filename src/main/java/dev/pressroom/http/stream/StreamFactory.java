package dev.pressroom.http.stream;

import dev.pressroom.image.ImageStore;
import dev.pressroom.job.EventStore;
import dev.pressroom.job.JobStore;
import dev.pressroom.job.JobView;
import dev.pressroom.job.PostgresNarrativeStore;
import dev.pressroom.job.StepOutputs;
import dev.pressroom.store.Database;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/**
 * Creates streams. One instance per verticle. The functions return a stream for the action to run at its end.
 *
 * @param bufferBytes see {@link StreamClient}
 */
record StreamFactory(
        JobStore jobs,
        EventStore events,
        StepOutputs steps,
        ImageStore images,
        PostgresNarrativeStore narratives,
        int bufferBytes) {
    static StreamFactory of(Database database, JobStore jobs, int bufferBytes) {
        return new StreamFactory(
                jobs,
                new EventStore(database),
                new StepOutputs(database),
                new ImageStore(database),
                new PostgresNarrativeStore(database),
                bufferBytes);
    }

    /** @param cursor number of the last event that the client has; UI messages always start at their beginning */
    Function<Runnable, JobStream> stream(RoutingContext context, JobView job, StreamView view, int cursor) {
        StreamClient client = StreamClient.of(context, bufferBytes);
        return view.isMessage()
                ? onEnd -> new UiMessageStream(client, events, steps, images, job, onEnd)
                : onEnd -> new EventStream(client, events, job, cursor, view.filter(), onEnd);
    }

    Function<Runnable, JobStream> narrative(RoutingContext context, JobView job) {
        StreamClient client = StreamClient.of(context, bufferBytes);
        return onEnd -> new NarrativeStream(client, narratives, jobs, job, onEnd);
    }
}
