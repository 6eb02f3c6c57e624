package dev.pressroom.http;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** The metrics as text, made once for many who ask. */
record MetricsText(Buffer plain, Buffer gzip) {
    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    static MetricsText of(String text) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream packed = new ByteArrayOutputStream(plain.length / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new MetricsText(Buffer.buffer(plain), Buffer.buffer(packed.toByteArray()));
    }
}
