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

/** Measures how long one connection has been waiting for a request head or for its client to read. Event loop only. */
final class GuardedConnection {
    /** Bounds the pipelined requests in memory: everything that has been read is decoded at once. */
    private static final int MAX_BYTES_PER_READ = 4096;

    private static final int INITIAL_BYTES_PER_READ = 1024;
    private static final int MIN_BYTES_PER_READ = 64;
    private static final long NONE = 0;

    /** The name of {@link PipelinedRequests} among the handlers of a connection. */
    static final String HEAD_END = "head-end";

    private final ConnectionBase connection;
    private final Backlog backlog;
    private boolean inRequest;
    private long headSinceNanos;
    private long unreadSinceNanos;
    private long lastMark;

    private GuardedConnection(ConnectionBase connection, Backlog backlog, long nowNanos) {
        this.connection = connection;
        this.backlog = backlog;
        this.headSinceNanos = nowNanos;
    }

    /** Starts to measure a connection that has just been opened. Over HTTP/2 request heads are not timed. */
    static GuardedConnection of(ConnectionBase connection, long nowNanos) {
        ChannelHandlerContext context = connection.channelHandlerContext();
        if (context.handler() instanceof Http2ConnectionHandler http2) {
            GuardedConnection guarded = new GuardedConnection(connection, new Http2Backlog(http2), nowNanos);
            guarded.headSinceNanos = NONE;
            return guarded;
        }
        GuardedConnection guarded = new GuardedConnection(
                connection, () -> mark(context.channel().unsafe().outboundBuffer()), nowNanos);
        guarded.addHandlers(context);
        return guarded;
    }

    private void addHandlers(ChannelHandlerContext context) {
        context.channel()
                .config()
                .setRecvByteBufAllocator(
                        new AdaptiveRecvByteBufAllocator(MIN_BYTES_PER_READ, INITIAL_BYTES_PER_READ, MAX_BYTES_PER_READ)
                                .maxMessagesPerRead(1));
        ChannelPipeline pipeline = context.pipeline();
        ChannelHandlerContext decoder = pipeline.context(HttpRequestDecoder.class);
        if (decoder != null) {
            pipeline.addBefore(decoder.name(), "head-start", new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext next, Object bytes) {
                    bytesReceived();
                    next.fireChannelRead(bytes);
                }
            });
            pipeline.addBefore(context.name(), HEAD_END, new PipelinedRequests(this::messageDecoded));
        }
    }

    private void bytesReceived() {
        if (!inRequest && headSinceNanos == NONE) {
            headSinceNanos = System.nanoTime();
        }
    }

    private void messageDecoded(Object message) {
        if (message instanceof LastHttpContent) {
            inRequest = false;
        } else if (message instanceof HttpRequest) {
            inRequest = true;
            headSinceNanos = NONE;
        }
    }

    /**
     * Nanoseconds since the first byte of an incomplete request head arrived or, before the first request, since the
     * connection was opened; 0 otherwise. Time in which this node does not read from the socket does not count.
     */
    long headNanos(long nowNanos) {
        if (headSinceNanos != NONE
                && !connection.channelHandlerContext().channel().config().isAutoRead()) {
            headSinceNanos = nowNanos;
        }
        return headSinceNanos == NONE ? 0 : nowNanos - headSinceNanos;
    }

    /** Nanoseconds since the client last read any of the written bytes; 0 when it has read them all. */
    long unreadNanos(long nowNanos) {
        long mark = backlog.mark();
        if (mark == NONE || mark != lastMark) {
            lastMark = mark;
            unreadSinceNanos = nowNanos;
        }
        return nowNanos - unreadSinceNanos;
    }

    /** Closes the channel at once, without sending what has been written. */
    void close() {
        connection.channelHandlerContext().close();
    }

    /** The written bytes that the client has not read. */
    interface Backlog {
        /** Returns a number that changes whenever the client reads; 0 without a backlog. */
        long mark();
    }

    private static long mark(ChannelOutboundBuffer outbound) {
        return outbound == null || outbound.totalPendingWriteBytes() == 0
                ? NONE
                : 31 * outbound.totalPendingWriteBytes() + outbound.currentProgress() + 1;
    }
}
