package dev.pressroom.http.connection;

import dev.pressroom.base.IpAddress;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Limits the connections of one event loop: how many are open, how long the head of a request may take to arrive, and how
 * long written responses wait for a client that does not read. Closes connections that exceed a limit.
 */
public final class ConnectionGuard {
    private static final long CHECK_INTERVAL_MILLIS = 500;

    private final Vertx vertx;
    private final ConnectionCaps caps;
    private final long headTimeoutNanos;
    private final long unreadTimeoutNanos;
    private final Set<GuardedConnection> open = new HashSet<>();
    private final long timer;

    /**
     * @param headTimeout within which the head of a request must have arrived
     * @param unreadTimeout after which a client that reads nothing of the written responses is disconnected
     */
    public ConnectionGuard(Vertx vertx, ConnectionCaps caps, Duration headTimeout, Duration unreadTimeout) {
        this.vertx = vertx;
        this.caps = caps;
        this.headTimeoutNanos = headTimeout.toNanos();
        this.unreadTimeoutNanos = unreadTimeout.toNanos();
        this.timer = vertx.setPeriodic(CHECK_INTERVAL_MILLIS, tick -> checkTimeouts());
    }

    /** The connection handler of the server: answers 503 and closes a connection that exceeds a limit. */
    public void opened(HttpConnection httpConnection) {
        ConnectionBase connection = (ConnectionBase) httpConnection;
        Channel channel = connection.channelHandlerContext().channel();
        Optional<IpAddress> peer = Optional.ofNullable(httpConnection.remoteAddress())
                .flatMap(address -> Optional.ofNullable(address.hostAddress()))
                .flatMap(IpAddress::parse);
        Optional<ConnectionCaps.CloseReason> exceeded = caps.admit(peer);
        if (exceeded.isPresent()) {
            refuse(channel, exceeded.get());
            return;
        }
        GuardedConnection guarded = GuardedConnection.of(connection, System.nanoTime());
        open.add(guarded);
        channel.closeFuture().addListener(closed -> {
            open.remove(guarded);
            caps.release(peer);
        });
    }

    private void refuse(Channel channel, ConnectionCaps.CloseReason reason) {
        caps.recordClosed(reason);
        byte[] body = new JsonObject()
                .put("success", false)
                .put("error", "Overloaded")
                .put("message", "Too many connections to this node are open. Try again shortly.")
                .put("errorCode", "OVERLOADED")
                .put("requestId", "")
                .toBuffer()
                .getBytes();
        byte[] head = ("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nConnection: close\r\n"
                        + "Content-Type: application/json; charset=utf-8\r\nContent-Length: " + body.length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        channel.pipeline()
                .firstContext()
                .writeAndFlush(Unpooled.wrappedBuffer(head, body))
                .addListener(ChannelFutureListener.CLOSE);
    }

    private void checkTimeouts() {
        long now = System.nanoTime();
        for (GuardedConnection connection : List.copyOf(open)) {
            if (connection.headNanos(now) > headTimeoutNanos) {
                close(connection, ConnectionCaps.CloseReason.HEAD_TOO_SLOW);
            } else if (connection.unreadNanos(now) > unreadTimeoutNanos) {
                close(connection, ConnectionCaps.CloseReason.ANSWER_NOT_READ);
            }
        }
    }

    private void close(GuardedConnection connection, ConnectionCaps.CloseReason reason) {
        caps.recordClosed(reason);
        connection.close();
    }

    /** Stops the timer; open connections are left to the server. */
    public void stop() {
        vertx.cancelTimer(timer);
    }
}
