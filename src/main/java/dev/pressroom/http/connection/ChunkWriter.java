package dev.pressroom.http.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpConstants;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.concurrent.TimeUnit;

/**
 * Writes the chunks of one response (RFC 9112, section 7.1) past Vert.x.
 *
 * <p>Until it is closed, the connection has neither the handler of the idle timeout nor that of files. They take 0.5 kB and
 * would see each chunk; a stream has timeouts of its own.
 */
public final class ChunkWriter {
    /** At most 8 hexadecimal digits and two line ends. */
    private static final int MAX_FRAMING_BYTES = 12;

    private static final int CR_LF = HttpConstants.CR << 8 | HttpConstants.LF;

    /** The names of the handlers in Vert.x. */
    private static final String IDLE = "idle";

    private static final String FILES = "chunkedWriter";

    private final ChannelHandlerContext encoder;
    private final ContextInternal context;
    private final long idleMillis;
    private final boolean sendsFiles;

    ChunkWriter(ChannelHandlerContext encoder, ContextInternal context) {
        this.encoder = encoder;
        this.context = context;
        ChannelPipeline pipeline = encoder.pipeline();
        this.idleMillis = pipeline.get(IDLE) instanceof IdleStateHandler idle ? idle.getAllIdleTimeInMillis() : 0;
        this.sendsFiles = pipeline.get(FILES) != null && pipeline.get(GuardedConnection.HEAD_END) != null;
        if (idleMillis > 0) {
            pipeline.remove(IDLE);
        }
        if (sendsFiles) {
            pipeline.remove(FILES);
        }
    }

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
        ChannelFuture written = encoder.writeAndFlush(chunk);
        if (written.isDone()) {
            context.emit(ignored -> onDone.run());
        } else {
            written.addListener(sent -> context.emit(ignored -> onDone.run()));
        }
    }

    /** Prepares the connection for the end of the response and for the next request. */
    public void close() {
        if (!encoder.channel().isActive()) {
            return;
        }
        ChannelPipeline pipeline = encoder.pipeline();
        if (idleMillis > 0) {
            pipeline.addFirst(IDLE, new IdleStateHandler(0, 0, idleMillis, TimeUnit.MILLISECONDS));
        }
        if (sendsFiles) {
            pipeline.addBefore(GuardedConnection.HEAD_END, FILES, new ChunkedWriteHandler());
        }
    }
}
