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

/** Operations on connections for which Vert.x has no public API. */
public final class ConnectionInternals {
    private ConnectionInternals() {}

    /**
     * Drops a response whose client does not read: closes the channel over HTTP/1, resets the stream over HTTP/2. Every
     * method of Vert.x that closes an HTTP/1 connection first sends all written bytes, which never ends with such a
     * client.
     */
    public static void abort(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2 || !(request.connection() instanceof ConnectionBase connection)) {
            request.response().reset();
            return;
        }
        ChannelHandlerContext vertxHandler = connection.channelHandlerContext();
        vertxHandler.close();
    }

    /** Stops reading from the socket of an HTTP/1 connection that will be closed, so that TCP flow control stops the client. */
    public static void stopReading(HttpServerRequest request) {
        if (request.connection() instanceof ConnectionBase connection) {
            connection.channelHandlerContext().channel().config().setAutoRead(false);
        }
    }

    /** Flushes the written response at once; Vert.x would first handle all bytes that have been received. */
    public static void flush(HttpServerRequest request) {
        if (request.connection() instanceof ConnectionBase connection) {
            connection.channelHandlerContext().flush();
        }
    }

    /**
     * Returns a writer of response chunks that bypasses Vert.x; empty unless the request came over HTTP/1.1. Vert.x and its
     * encoder allocate three buffers and three objects for each write to a chunked response, this writer allocates one.
     *
     * <p>The head of the response must have been sent before; its end is sent with Vert.x as usual. Call on the event loop
     * only. The metrics of Vert.x do not count these bytes.
     */
    public static Optional<ChunkWriter> chunkWriter(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_1_1 && request.connection() instanceof ConnectionBase connection
                ? Optional.ofNullable(
                                connection.channelHandlerContext().pipeline().context(HttpResponseEncoder.class))
                        .map(encoder -> new ChunkWriter(encoder, connection.context()))
                : Optional.empty();
    }

    /** Writes response chunks (RFC 9112, section 7.1) past Vert.x. */
    public record ChunkWriter(ChannelHandlerContext encoder, ContextInternal context) {
        /** At most 8 hexadecimal digits and two line ends. */
        private static final int MAX_FRAMING_BYTES = 12;

        private static final int CR_LF = HttpConstants.CR << 8 | HttpConstants.LF;

        /**
         * Sends one chunk.
         *
         * @param bytes not empty: an empty chunk would end the response
         * @param onDone called on the event loop when the chunk has been written or writing failed
         */
        public void write(Buffer bytes, Runnable onDone) {
            ByteBuf chunk = encoder.alloc().directBuffer(bytes.length() + MAX_FRAMING_BYTES);
            ByteBufUtil.writeAscii(chunk, Integer.toHexString(bytes.length()));
            chunk.writeShort(CR_LF);
            chunk.writeBytes(((BufferInternal) bytes).getByteBuf());
            chunk.writeShort(CR_LF);
            encoder.writeAndFlush(chunk).addListener(sent -> context.emit(ignored -> onDone.run()));
        }
    }
}
