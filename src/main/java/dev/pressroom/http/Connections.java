package dev.pressroom.http;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/** What Vert.x does not offer for connections. */
final class Connections {
    private Connections() {}

    /**
     * Gives up a response whose client does not read. Over HTTP/1 every way to close that Vert.x offers waits until all
     * that was written is sent, which such a client prevents for ever; so the channel is closed below Vert.x.
     */
    static void cut(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2 || !(request.connection() instanceof ConnectionBase connection)) {
            request.response().reset();
            return;
        }
        ChannelHandlerContext vertxHandler = connection.channelHandlerContext();
        vertxHandler.close();
    }
}
