package dev.pressroom.http.connection;

import io.netty.handler.codec.http.HttpResponseEncoder;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
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
        abort(request.connection(), request.response());
    }

    /** As {@link #abort(HttpServerRequest)}, for a response that no longer has its request. */
    public static void abort(HttpConnection connection, HttpServerResponse response) {
        boolean isHttp1 = response.streamId() < 0;
        if (isHttp1 && connection instanceof ConnectionBase http1) {
            http1.channelHandlerContext().close();
        } else {
            response.reset();
        }
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
     * <p>The head of the response must have been sent before; its end is sent with Vert.x after {@link ChunkWriter#close}. Call
     * on the event loop only. The metrics of Vert.x do not count these bytes.
     */
    public static Optional<ChunkWriter> chunkWriter(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_1_1 && request.connection() instanceof ConnectionBase connection
                ? Optional.ofNullable(
                                connection.channelHandlerContext().pipeline().context(HttpResponseEncoder.class))
                        .map(encoder -> new ChunkWriter(encoder, connection.context()))
                : Optional.empty();
    }
}
