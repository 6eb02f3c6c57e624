package dev.pressroom.http.connection;

import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2RemoteFlowController;

/** The backlog of an HTTP/2 connection: response frames that wait for the client's flow-control window. */
record Http2Backlog(Http2ConnectionHandler handler) implements GuardedConnection.Backlog {
    @Override
    public long mark() {
        Http2Connection connection = handler.connection();
        Http2RemoteFlowController flow = connection.remote().flowController();
        long[] mark = {0};
        try {
            connection.forEachActiveStream(stream -> {
                if (flow.hasFlowControlled(stream)) {
                    mark[0] = 31 * mark[0] + 7L * stream.id() + flow.windowSize(stream) + 1;
                }
                return true;
            });
        } catch (Http2Exception impossible) {
            throw new IllegalStateException(impossible);
        }
        return mark[0] == 0 ? 0 : 31 * mark[0] + flow.windowSize(connection.connectionStream());
    }
}
