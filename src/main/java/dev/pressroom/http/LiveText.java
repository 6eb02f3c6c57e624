package dev.pressroom.http;

import dev.pressroom.bus.Addresses;
import dev.pressroom.job.NodeMessage;
import dev.pressroom.job.Signal;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The text that is being written, as one client has it. Pieces may overlap or leave a gap, when the client came late or
 * there was no room for it: then the node that writes is asked for what is missing. It may be gone: the whole text
 * follows in a durable event.
 */
final class LiveText {
    private static final long TIMEOUT_MILLIS = 500;

    private final Vertx vertx;
    private final UUID jobId;
    private final Supplier<Optional<UUID>> writer;
    private final Predicate<Buffer> sendIfRoom;
    private int attempt;
    private int edition;
    private int end;
    private boolean asking;
    private boolean toldMeanwhile;

    /**
     * @param writer the node that runs the job, as far as is known
     * @param sendIfRoom sends a frame and says true, or leaves it
     */
    LiveText(Vertx vertx, UUID jobId, int attempt, Supplier<Optional<UUID>> writer, Predicate<Buffer> sendIfRoom) {
        this.vertx = vertx;
        this.jobId = jobId;
        this.attempt = attempt;
        this.writer = writer;
        this.sendIfRoom = sendIfRoom;
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
        }
    }

    /** Takes a piece that was told to everybody. */
    void take(Signal.Written piece, Buffer frame) {
        if (asking) {
            toldMeanwhile = true;
        } else {
            add(piece, frame);
        }
    }

    private void add(Signal.Written piece, Buffer frame) {
        boolean stale = piece.attempt() < attempt || piece.attempt() == attempt && piece.edition() < edition;
        if (stale || piece.text().isEmpty()) {
            return;
        }
        boolean anew = piece.attempt() > attempt || piece.edition() > edition;
        int known = anew ? 0 : end;
        if (piece.offset() > known) {
            ask();
        } else if (piece.end() > known) {
            Buffer rest = piece.offset() == known
                    ? frame
                    : Frames.chunk(known, piece.text().substring(known - piece.offset()));
            if (sendIfRoom.test(rest)) {
                attempt = piece.attempt();
                edition = piece.edition();
                end = piece.end();
            }
        }
    }

    /** Asks for what the client lacks. */
    void ask() {
        Optional<UUID> node = writer.get();
        if (asking || node.isEmpty()) {
            return;
        }
        asking = true;
        vertx.eventBus()
                .<Signal.Written>request(
                        Addresses.node(node.get()),
                        new NodeMessage.TextFrom(jobId, attempt, edition, end),
                        new DeliveryOptions().setSendTimeout(TIMEOUT_MILLIS))
                .onComplete(answer -> {
                    asking = false;
                    if (answer.succeeded()) {
                        Signal.Written text = answer.result().body();
                        add(text, Frames.chunk(text.offset(), text.text()));
                        askForWhatWasTold();
                    }
                });
    }

    /** The answer may be older than what came while it was waited for. */
    private void askForWhatWasTold() {
        if (toldMeanwhile) {
            toldMeanwhile = false;
            ask();
        }
    }
}
