package dev.pressroom.http;

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
 * there was no room for it, or one was lost on the bus: then the node that writes is asked for what is missing, until it
 * answers. It may be gone: the whole text follows in a durable event.
 */
final class LiveText {
    private static final long TIMEOUT_MILLIS = 500;

    private final Vertx vertx;
    private final JobStream client;
    private final Supplier<Optional<UUID>> writer;
    private int attempt;
    private int edition;
    private int end;
    private boolean asking;
    private boolean toldMeanwhile;

    /** Whether there may be text that was told when it could not be sent: until the writer was asked, nobody knows. */
    private boolean lacking = true;

    /**
     * @param attempt the newest that is known
     * @param writer the node that runs the job, as far as is known
     */
    LiveText(Vertx vertx, JobStream client, int attempt, Supplier<Optional<UUID>> writer) {
        this.vertx = vertx;
        this.client = client;
        this.attempt = attempt;
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
            lacking = true;
            askIfLacking();
        } else if (piece.end() > known) {
            Buffer rest = piece.offset() == known
                    ? frame
                    : Frames.chunk(known, piece.text().substring(known - piece.offset()));
            if (client.sendIfRoom(rest)) {
                attempt = piece.attempt();
                edition = piece.edition();
                end = piece.end();
            } else {
                lacking = true;
            }
        }
    }

    /**
     * Asks for what the client may lack, if there is such a thing, room for it, and somebody to ask. To be called when
     * one of these may have changed.
     */
    void askIfLacking() {
        if (lacking && !asking && client.hasRoom()) {
            writer.get().ifPresent(this::ask);
        }
    }

    private void ask(UUID node) {
        asking = true;
        vertx.eventBus()
                .<Signal.Written>request(
                        Addresses.node(node),
                        new NodeMessage.TextFrom(client.jobId(), attempt, edition, end),
                        new DeliveryOptions().setSendTimeout(TIMEOUT_MILLIS))
                .onComplete(answer -> {
                    asking = false;
                    if (answer.succeeded()) {
                        answered(answer.result().body());
                    }
                });
    }

    /** The answer may be older than what came while it was waited for. */
    private void answered(Signal.Written text) {
        lacking = toldMeanwhile;
        toldMeanwhile = false;
        add(text, Frames.chunk(text.offset(), text.text()));
        askIfLacking();
    }
}
