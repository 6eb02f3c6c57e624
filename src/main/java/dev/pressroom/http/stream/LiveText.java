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
 * The text that is being written, as one client has it. Pieces may overlap or leave a gap, when the client came late,
 * there was no room for it, or one was lost on the bus: then the node that writes is asked for what is missing, until a
 * piece joins what the client has. The node may be gone: the whole text follows in a durable event.
 */
final class LiveText {
    private static final long TIMEOUT_MILLIS = 500;

    private final Vertx vertx;
    private final UUID jobId;
    private final Client client;
    private final Supplier<Optional<UUID>> writer;
    private int attempt;
    private int edition;
    private int end;
    private boolean asking;

    /** Whether there may be text that the client does not have: until a piece joins or the writer answers, nobody knows. */
    private boolean lacking = true;

    /** The newest piece that left a gap since the writer was asked: its answer may be older. */
    private Optional<Signal.TextChunk> missed = Optional.empty();

    /** Who reads. */
    interface Client {
        /** Whether text can be sent now; when that changes, {@link #askIfLacking} is to be called. */
        boolean takesText();

        void send(Buffer frame);
    }

    /**
     * @param attempt the newest that is known
     * @param writer the node that runs the job, as far as is known
     */
    LiveText(Vertx vertx, UUID jobId, int attempt, Client client, Supplier<Optional<UUID>> writer) {
        this.vertx = vertx;
        this.jobId = jobId;
        this.attempt = attempt;
        this.client = client;
        this.writer = writer;
    }

    int attempt() {
        return attempt;
    }

    /** An event of this attempt was seen: what earlier ones wrote is void. */
    void attemptBegan(int number) {
        if (number > attempt) {
            attempt = number;
            edition = 0;
            end = 0;
            lacking = true;
        }
    }

    /** Takes a piece that was told to everybody. */
    void take(Signal.TextChunk piece, Buffer frame) {
        if (!add(piece, frame)) {
            lacking = true;
            missed = Optional.of(piece);
            askIfLacking();
        }
    }

    /** Sends what is new to the client. False when there is something that cannot be sent, or not yet. */
    private boolean add(Signal.TextChunk piece, Buffer frame) {
        if (!hasNews(piece)) {
            return true;
        }
        attemptBegan(piece.attempt());
        int known = piece.edition() > edition ? 0 : end;
        if (piece.offset() > known || !client.takesText()) {
            return false;
        }
        edition = piece.edition();
        end = piece.end();
        lacking = false;
        client.send(
                piece.offset() == known
                        ? frame
                        : SseFrames.chunk(known, piece.text().substring(known - piece.offset())));
        return true;
    }

    private boolean hasNews(Signal.TextChunk piece) {
        if (piece.attempt() != attempt) {
            return piece.attempt() > attempt && !piece.text().isEmpty();
        }
        return piece.edition() > edition ? !piece.text().isEmpty() : piece.edition() == edition && piece.end() > end;
    }

    /**
     * Asks for what the client may lack, if there is such a thing and somebody to ask. To be called when the client can
     * be sent text again, or another writer may be known.
     */
    void askIfLacking() {
        if (lacking && !asking && client.takesText()) {
            writer.get().ifPresent(this::ask);
        }
    }

    private void ask(UUID node) {
        asking = true;
        missed = Optional.empty();
        vertx.eventBus()
                .<Signal.TextChunk>request(
                        Addresses.node(node),
                        new NodeMessage.TextFrom(jobId, attempt, edition, end),
                        new DeliveryOptions().setSendTimeout(TIMEOUT_MILLIS))
                .onComplete(answer -> {
                    asking = false;
                    if (answer.succeeded()) {
                        answered(answer.result().body());
                    }
                });
    }

    private void answered(Signal.TextChunk text) {
        boolean added = add(text, SseFrames.chunk(text.offset(), text.text()));
        lacking = !added
                || text.attempt() < attempt
                || missed.filter(this::hasNews).isPresent();
        askIfLacking();
    }
}
