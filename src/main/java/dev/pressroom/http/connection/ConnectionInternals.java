package dev.pressroom.http.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpConstants;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Optional;

/** What Vert.x does not offer for connections. */
public final class ConnectionInternals {
    private ConnectionInternals() {}

    /**
     * Gives up a response whose client does not read. Over HTTP/1 every way to close that Vert.x offers waits until all
     * that was written is sent, which such a client prevents for ever; so the channel is closed below Vert.x.
     */
    public static void cut(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2 || !(request.connection() instanceof ConnectionBase connection)) {
            request.response().reset();
            return;
        }
        ChannelHandlerContext vertxHandler = connection.channelHandlerContext();
        vertxHandler.close();
    }

    /** Takes nothing more from a connection over HTTP/1 that will be closed: what its client still sends stays there. */
    public static void stopReading(HttpServerRequest request) {
        if (request.connection() instanceof ConnectionBase connection) {
            connection.channelHandlerContext().channel().config().setAutoRead(false);
        }
    }

    /** Sends what was written to the response at once, where Vert.x would wait until it has read all that has come. */
    public static void flush(HttpServerRequest request) {
        if (request.connection() instanceof ConnectionBase connection) {
            connection.channelHandlerContext().flush();
        }
    }

    /**
     * A short way for the chunks of a response over HTTP/1.1; empty for others. Vert.x and its encoder make three
     * buffers and as many objects of each piece that is written to a chunked response. Here it is one.
     *
     * <p>The head of the response must have been sent, and its end is sent as usual. On the event loop alone. The metrics
     * of Vert.x do not count these bytes.
     */
    public static Optional<Chunks> chunks(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_1_1 && request.connection() instanceof ConnectionBase connection
                ? Optional.ofNullable(
                                connection.channelHandlerContext().pipeline().context(HttpResponseEncoder.class))
                        .map(encoder -> new Chunks(encoder, connection.context()))
                : Optional.empty();
    }

    /** Where chunks go out (RFC 9112, 7.1). */
    public record Chunks(ChannelHandlerContext encoder, ContextInternal context) {
        private static final int FRAME_BYTES = 12;
        private static final int CR_LF = HttpConstants.CR << 8 | HttpConstants.LF;

        /** Sends a chunk with these bytes, of which there must be some; {@code done} also when that fails. */
        public void write(Buffer bytes, Runnable done) {
            ByteBuf chunk = encoder.alloc().directBuffer(bytes.length() + FRAME_BYTES);
            ByteBufUtil.writeAscii(chunk, Integer.toHexString(bytes.length()));
            chunk.writeShort(CR_LF);
            chunk.writeBytes(((BufferInternal) bytes).getByteBuf());
            chunk.writeShort(CR_LF);
            encoder.writeAndFlush(chunk).addListener(sent -> context.emit(go -> done.run()));
        }
    }
}
