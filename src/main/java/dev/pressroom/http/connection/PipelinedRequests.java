package dev.pressroom.http.connection;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Passes the pipelined requests of a connection (RFC 9112, section 9.3.2) on one at a time: the next one when the response
 * of the one before has been written and the client has read so much of it that the channel is writable. Reads nothing from
 * the socket while requests wait. So the memory of a connection is bounded by one response and one read, also for a client
 * that sends many requests and reads nothing, although in strict thread mode Vert.x writes each response at once.
 */
final class PipelinedRequests extends ChannelDuplexHandler {
    private static final int WAITING_INITIALLY = 4;

    private final Deque<Object> waiting = new ArrayDeque<>(WAITING_INITIALLY);
    private final Consumer<Object> onDecoded;
    private boolean responsePending;
    private boolean readPending;

    /** @param onDecoded called with each decoded message, before it is passed on or waits */
    PipelinedRequests(Consumer<Object> onDecoded) {
        this.onDecoded = onDecoded;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        onDecoded.accept(message);
        if (waiting.isEmpty() && !mustWait(context, message)) {
            pass(context, message);
        } else {
            waiting.add(message);
        }
    }

    /** Only a new request waits: the body of a request goes to the handler that answers it. */
    private boolean mustWait(ChannelHandlerContext context, Object message) {
        return message instanceof HttpRequest
                && (responsePending || !context.channel().isWritable());
    }

    private void pass(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            responsePending = true;
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        boolean ends = message instanceof LastHttpContent && !isInterim(message);
        context.write(message, promise);
        if (ends) {
            responsePending = false;
            schedulePassing(context);
        }
    }

    /** Not at once: Vert.x is still writing, and has to note first that its response has ended. */
    private void schedulePassing(ChannelHandlerContext context) {
        if (!waiting.isEmpty()) {
            context.executor().execute(() -> passWaiting(context));
        }
    }

    /** 1xx: the response proper follows. */
    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        context.fireChannelWritabilityChanged();
        schedulePassing(context);
    }

    @Override
    public void read(ChannelHandlerContext context) {
        if (waiting.isEmpty()) {
            context.read();
        } else {
            readPending = true;
        }
    }

    private void passWaiting(ChannelHandlerContext context) {
        boolean passed = false;
        while (!waiting.isEmpty() && !mustWait(context, waiting.peek())) {
            pass(context, waiting.poll());
            passed = true;
        }
        if (passed) {
            // Vert.x does not flush what it writes between a read and its end.
            context.fireChannelReadComplete();
        }
        if (waiting.isEmpty() && readPending) {
            readPending = false;
            context.read();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        discard();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        discard();
    }

    private void discard() {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }
}
