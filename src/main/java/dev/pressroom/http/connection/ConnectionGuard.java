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
 * Bounds what the connections of one event loop can make it hold: how many there are, how long the head of a request may
 * take, and how long answers wait for a client that does not read.
 */
public final class ConnectionGuard {
    private static final long TICK_MILLIS = 500;

    private final Vertx vertx;
    private final ConnectionCaps caps;
    private final long headNanos;
    private final long unreadNanos;
    private final Set<GuardedConnection> open = new HashSet<>();
    private final long timer;

    /**
     * @param head within which the head of a request must have arrived
     * @param unread after which a client that reads nothing of its answers is cut off
     */
    public ConnectionGuard(Vertx vertx, ConnectionCaps caps, Duration head, Duration unread) {
        this.vertx = vertx;
        this.caps = caps;
        this.headNanos = head.toNanos();
        this.unreadNanos = unread.toNanos();
        this.timer = vertx.setPeriodic(TICK_MILLIS, tick -> check());
    }

    public void opened(HttpConnection opened) {
        ConnectionBase connection = (ConnectionBase) opened;
        Channel channel = connection.channelHandlerContext().channel();
        Optional<IpAddress> peer = Optional.ofNullable(opened.remoteAddress())
                .flatMap(address -> Optional.ofNullable(address.hostAddress()))
                .flatMap(IpAddress::parse);
        Optional<ConnectionCaps.Reason> refusal = caps.admit(peer);
        if (refusal.isPresent()) {
            refuse(channel, refusal.get());
            return;
        }
        GuardedConnection guarded = GuardedConnection.of(connection, System.nanoTime());
        open.add(guarded);
        channel.closeFuture().addListener(closed -> {
            open.remove(guarded);
            caps.leave(peer);
        });
    }

    private void refuse(Channel channel, ConnectionCaps.Reason reason) {
        caps.count(reason);
        byte[] body = new JsonObject()
                .put("success", false)
                .put("error", "Overloaded")
                .put("message", "Too many connections are open here. Try again shortly.")
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

    private void check() {
        long now = System.nanoTime();
        for (GuardedConnection connection : List.copyOf(open)) {
            if (connection.headNanos(now) > headNanos) {
                cut(connection, ConnectionCaps.Reason.HEAD_TOO_SLOW);
            } else if (connection.unreadNanos(now) > unreadNanos) {
                cut(connection, ConnectionCaps.Reason.ANSWER_NOT_READ);
            }
        }
    }

    private void cut(GuardedConnection connection, ConnectionCaps.Reason reason) {
        caps.count(reason);
        connection.cut();
    }

    public void stop() {
        vertx.cancelTimer(timer);
    }
}
