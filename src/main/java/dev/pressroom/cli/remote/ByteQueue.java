package dev.pressroom.cli.remote;

import dev.pressroom.cli.io.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Reads a stream in a thread of its own: the body of a response has no timeout for reading. */
final class ByteQueue implements AutoCloseable {
    private static final int BUFFER = 16 << 10;
    private static final int MAX_CHUNKS = 16;
    private static final byte[] END = {};

    private final BlockingQueue<byte[]> chunks = new ArrayBlockingQueue<>(MAX_CHUNKS);
    private final Thread reader;

    private ByteQueue(InputStream stream) {
        reader = new Thread(() -> read(stream), "stream");
        reader.setDaemon(true);
    }

    static ByteQueue reading(InputStream stream) {
        ByteQueue queue = new ByteQueue(stream);
        queue.reader.start();
        return queue;
    }

    /** The next bytes; empty at the end, after an error, and after a time without any. */
    Optional<byte[]> next(Duration patience) {
        try {
            return Optional.ofNullable(chunks.poll(patience.toMillis(), TimeUnit.MILLISECONDS))
                    .filter(bytes -> bytes.length > 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Interrupted.");
        }
    }

    private void read(InputStream stream) {
        byte[] buffer = new byte[BUFFER];
        try (stream) {
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                if (count > 0) {
                    chunks.put(Arrays.copyOf(buffer, count));
                }
            }
            chunks.put(END);
        } catch (IOException e) {
            chunks.offer(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        reader.interrupt();
    }
}
