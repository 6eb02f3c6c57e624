package dev.pressroom.http.stream;

import dev.pressroom.bus.Addresses;
import dev.pressroom.job.NodeMessage;
import dev.pressroom.job.Signal;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Tracks which part of the article in progress one client has. Chunks may overlap; after a gap (the client connected late,
 * had no room, or a bus message was lost) the missing text is requested from the node that runs the job, until a chunk
 * continues the client's text. If that node does not respond, the whole text still follows in a durable event.
 */
final class LiveText {
    private static final long REQUEST_TIMEOUT_MILLIS = 500;

    private final Vertx vertx;
    private final UUID jobId;
    private final Client client;
    private final Supplier<Optional<UUID>> runningNode;
    private int attempt;

    /** Counts the texts within an attempt: a step that is repeated starts a new one. */
    private int edition;

    /** Length of the text that the client has, in UTF-16 code units. */
    private int end;

    private boolean requesting;

    /** True after a gap, until the next chunk continues the client's text or the running node has responded. */
    private boolean mayMissText = true;

    /** True from the start of a run until a gap or the next check: nothing is requested. */
    private boolean expectsChunks;

    /** The last chunk that left a gap since the request was sent: the response may be older. */
    private Optional<Signal.TextChunk> deferred = Optional.empty();

    /** The stream to one client. */
    interface Client {
        /** Whether text can be sent now. When this becomes true, call {@link #requestIfMissing}. */
        boolean acceptsText();

        /**
         * Sends a part of the text.
         *
         * @param offset of the part, in UTF-16 code units; 0 starts a new text
         * @param frame the {@code content-chunk} event with this part
         */
        void sendText(int offset, String text, Supplier<Buffer> frame);

        /** The running node has responded to a request for missing text, or has not in time. */
        default void textAnswered() {}
    }

    /**
     * @param attempt the newest attempt of the job that is known
     * @param runningNode the node that runs the job; empty when it is not known
     */
    LiveText(Vertx vertx, UUID jobId, int attempt, Client client, Supplier<Optional<UUID>> runningNode) {
        this.vertx = vertx;
        this.jobId = jobId;
        this.attempt = attempt;
        this.client = client;
        this.runningNode = runningNode;
    }

    int attempt() {
        return attempt;
    }

    /** An event of this attempt has arrived: the text of earlier attempts is discarded. */
    void attemptStarted(int number) {
        if (number > attempt) {
            attempt = number;
            restarted();
        }
    }

    /** Another node goes on with this attempt: the text begins anew. */
    void restarted() {
        edition = 0;
        end = 0;
        mayMissText = true;
        expectsChunks = false;
    }

    /** The run of this attempt has just begun: its text will come in chunks. It is requested after a gap or the next check. */
    void runStarted(int number) {
        attemptStarted(number);
        expectsChunks = number == attempt && end == 0 && !requesting;
    }

    /** The row of the job was read, which happens every few seconds: the first chunks may have been lost. */
    void checked() {
        expectsChunks = false;
        requestIfMissing();
    }

    /** Receives a chunk that was sent to all subscribers. */
    void receive(Signal.TextChunk chunk, Supplier<Buffer> frame) {
        if (!forward(chunk, frame)) {
            mayMissText = true;
            expectsChunks = false;
            deferred = Optional.of(chunk);
            requestIfMissing();
        }
    }

    /** Sends the new part of a chunk to the client. Returns false if it cannot be sent now, or would leave a gap. */
    private boolean forward(Signal.TextChunk chunk, Supplier<Buffer> frame) {
        if (!hasNewText(chunk)) {
            return true;
        }
        attemptStarted(chunk.attempt());
        int known = chunk.edition() > edition ? 0 : end;
        if (chunk.offset() > known || !client.acceptsText()) {
            return false;
        }
        edition = chunk.edition();
        end = chunk.end();
        mayMissText = false;
        send(known, chunk, frame);
        return true;
    }

    private void send(int known, Signal.TextChunk chunk, Supplier<Buffer> frame) {
        if (chunk.offset() == known) {
            client.sendText(known, chunk.text(), frame);
        } else {
            String rest = chunk.text().substring(known - chunk.offset());
            client.sendText(known, rest, () -> SseFrames.chunk(known, rest));
        }
    }

    private boolean hasNewText(Signal.TextChunk chunk) {
        if (chunk.attempt() != attempt) {
            return chunk.attempt() > attempt && chunk.end() > 0;
        }
        return chunk.edition() > edition ? chunk.end() > 0 : chunk.edition() == edition && chunk.end() > end;
    }

    /**
     * Requests missing text from the running node, if text may be missing and the client accepts it. Call it when the
     * client accepts text again and when the job may have a new running node.
     */
    void requestIfMissing() {
        if (mayMissText && !expectsChunks && !requesting && client.acceptsText()) {
            runningNode.get().ifPresent(this::request);
        }
    }

    private void request(UUID node) {
        requesting = true;
        deferred = Optional.empty();
        vertx.eventBus()
                .<Signal.TextChunk>request(
                        Addresses.node(node),
                        new NodeMessage.TextFrom(jobId, attempt, edition, end),
                        new DeliveryOptions().setSendTimeout(REQUEST_TIMEOUT_MILLIS))
                .onComplete(reply -> {
                    requesting = false;
                    if (reply.succeeded()) {
                        receiveReply(reply.result().body());
                    }
                    client.textAnswered();
                });
    }

    private void receiveReply(Signal.TextChunk text) {
        boolean forwarded = forward(text, () -> SseFrames.chunk(text.offset(), text.text()));
        mayMissText = !forwarded
                || text.attempt() < attempt
                || deferred.filter(this::hasNewText).isPresent();
        requestIfMissing();
    }
}
