package dev.pressroom.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PipelinedRequestsTest {
    private final Reads reads = new Reads();
    private final EmbeddedChannel channel = new EmbeddedChannel(reads, new PipelinedRequests(decoded -> {}));

    private static final class Reads extends ChannelOutboundHandlerAdapter {
        private int count;

        @Override
        public void read(ChannelHandlerContext context) {
            count++;
            context.read();
        }
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private void receive(String... paths) {
        for (String path : paths) {
            channel.writeInbound(request(path), LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }

    private static HttpRequest request(String path) {
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, path);
    }

    private void respond(HttpResponseStatus status) {
        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER));
        channel.runPendingTasks();
    }

    private void setWritable(boolean writable) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
        channel.runPendingTasks();
    }

    /** The requests that were passed on since the last call. */
    private List<String> passed() {
        List<String> paths = new ArrayList<>();
        for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
            if (message instanceof HttpRequest request) {
                paths.add(request.uri());
            }
        }
        return paths;
    }

    @Test
    void aRequestIsPassedOnAfterTheResponseToTheOneBefore() {
        receive("/1", "/2", "/3");
        assertThat(passed()).containsExactly("/1");

        respond(HttpResponseStatus.OK);
        assertThat(passed()).containsExactly("/2");

        respond(HttpResponseStatus.OK);
        assertThat(passed()).containsExactly("/3");
    }

    @Test
    void aResponseInChunksEndsWithItsLastChunk() {
        receive("/1", "/2");
        passed();

        channel.writeOutbound(
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK),
                new DefaultHttpContent(Unpooled.EMPTY_BUFFER));
        channel.runPendingTasks();
        assertThat(passed()).isEmpty();

        channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
        channel.runPendingTasks();
        assertThat(passed()).containsExactly("/2");
    }

    @Test
    void anInterimResponseIsNotTheResponse() {
        receive("/1", "/2");
        passed();

        respond(HttpResponseStatus.CONTINUE);

        assertThat(passed()).isEmpty();
    }

    @Test
    void nothingIsPassedOnWhileTheClientDoesNotRead() {
        receive("/1", "/2");
        passed();
        setWritable(false);

        respond(HttpResponseStatus.OK);
        assertThat(passed()).isEmpty();

        setWritable(true);
        assertThat(passed()).containsExactly("/2");
    }

    @Test
    void nothingIsReadFromTheSocketWhileRequestsWait() {
        receive("/1", "/2");
        int before = reads.count;

        channel.read();
        assertThat(reads.count).isEqualTo(before);

        respond(HttpResponseStatus.OK);
        assertThat(reads.count).isGreaterThan(before);
    }

    @Test
    void theBodyOfARequestIsPassedOnDuringAndAfterItsResponse() {
        channel.writeInbound(request("/1"));
        passed();
        respond(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
        setWritable(false);

        channel.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);

        assertThat((Object) channel.readInbound()).isSameAs(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    @Test
    void waitingBytesAreReleasedWhenTheConnectionEnds() {
        HttpContent body = new DefaultHttpContent(Unpooled.directBuffer(8).writeZero(8));
        receive("/1");
        channel.writeInbound(request("/2"), body);

        channel.close();

        assertThat(body.refCnt()).isZero();
    }
}
