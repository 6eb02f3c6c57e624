package dev.pressroom.http.connection;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.net.impl.ConnectionBase;

/** What is watched of one connection. On its event loop alone. */
final class GuardedConnection {
    /**
     * Requests are decoded as they are read, so this is what a client that sends many at once can make the node hold of
     * them; Vert.x reads on when they are answered.
     */
    private static final int MOST_BYTES_PER_READ = 4096;

    private static final int USUAL_BYTES_PER_READ = 1024;
    private static final int LEAST_BYTES_PER_READ = 64;
    private static final long NONE = 0;

    private final ConnectionBase connection;
    private final Unread unread;
    private boolean inRequest;
    private long headSince;
    private long unreadSince;
    private long lastMark;

    private GuardedConnection(ConnectionBase connection, Unread unread, long nowNanos) {
        this.connection = connection;
        this.unread = unread;
        this.headSince = nowNanos;
    }

    /** Watches a connection that has just been opened. */
    static GuardedConnection of(ConnectionBase connection, long nowNanos) {
        ChannelHandlerContext context = connection.channelHandlerContext();
        if (context.handler() instanceof Http2ConnectionHandler http2) {
            GuardedConnection guarded = new GuardedConnection(connection, new Http2Backlog(http2), nowNanos);
            guarded.headSince = NONE;
            return guarded;
        }
        GuardedConnection guarded = new GuardedConnection(
                connection, () -> mark(context.channel().unsafe().outboundBuffer()), nowNanos);
        guarded.watchRequests(context);
        return guarded;
    }

    private void watchRequests(ChannelHandlerContext context) {
        context.channel()
                .config()
                .setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator(
                                LEAST_BYTES_PER_READ, USUAL_BYTES_PER_READ, MOST_BYTES_PER_READ)
                        .maxMessagesPerRead(1));
        ChannelPipeline pipeline = context.pipeline();
        ChannelHandlerContext decoder = pipeline.context(HttpRequestDecoder.class);
        if (decoder != null) {
            pipeline.addBefore(decoder.name(), "arrivals", new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext next, Object bytes) {
                    arrived();
                    next.fireChannelRead(bytes);
                }
            });
            pipeline.addBefore(context.name(), "requests", new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext next, Object message) {
                    decoded(message);
                    next.fireChannelRead(message);
                }
            });
        }
    }

    private void arrived() {
        if (!inRequest && headSince == NONE) {
            headSince = System.nanoTime();
        }
    }

    private void decoded(Object message) {
        if (message instanceof LastHttpContent) {
            inRequest = false;
        } else if (message instanceof HttpRequest) {
            inRequest = true;
            headSince = NONE;
        }
    }

    /**
     * For how long the head of a request has been arriving, or the first one has been waited for; 0 when none is. Time in
     * which this node itself does not read does not count.
     */
    long headNanos(long nowNanos) {
        if (headSince != NONE
                && !connection.channelHandlerContext().channel().config().isAutoRead()) {
            headSince = nowNanos;
        }
        return headSince == NONE ? 0 : nowNanos - headSince;
    }

    /** For how long the client has read nothing of what waits for it; 0 when nothing waits. */
    long unreadNanos(long nowNanos) {
        long mark = unread.mark();
        if (mark == NONE || mark != lastMark) {
            lastMark = mark;
            unreadSince = nowNanos;
        }
        return nowNanos - unreadSince;
    }

    void cut() {
        connection.channelHandlerContext().close();
    }

    /** A number that changes whenever the client reads; 0 when nothing waits to be read. */
    interface Unread {
        long mark();
    }

    private static long mark(ChannelOutboundBuffer waiting) {
        return waiting == null || waiting.totalPendingWriteBytes() == 0
                ? NONE
                : 31 * waiting.totalPendingWriteBytes() + waiting.currentProgress() + 1;
    }
}
