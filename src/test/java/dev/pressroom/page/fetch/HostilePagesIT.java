package dev.pressroom.page.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pages that take much memory, read fifty times at once by a process with a heap of 650 MB. */
class HostilePagesIT {
    private static final int TIMES = 50;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void fiftyPagesOfTwoHundredThousandHeadingsAreReadAtOnce() throws Exception {
        assertAnswered("read", read("<h1>A heading</h1>".repeat(200_000), false));
    }

    @Test
    void fiftyPackedPagesThatAreLargeOnceTheyAreUnpackedAreReadAtOnce() throws Exception {
        assertAnswered("PAGE_EMPTY", read("<b>".repeat(1_600_000), true));
    }

    @Test
    void fiftyPagesWhoseTagsMultiplyAreReadAtOnce() throws Exception {
        assertAnswered("read", read("<b><i><u><s><p>x".repeat(300_000), false));
    }

    /** A page may wait too long for its share of the memory on a busy machine: that is a failure that passes. */
    private static void assertAnswered(String outcome, String counts) {
        assertThat(counts)
                .matches("\\{(PAGE_TIMEOUT=\\d+, )?" + outcome + "=\\d+}|\\{" + outcome + "=\\d+, PAGE_TIMEOUT=\\d+}");
    }

    private String read(String html, boolean packed) throws Exception {
        Buffer page = Buffer.buffer(packed ? packed(html) : html.getBytes(StandardCharsets.UTF_8));
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> {
                    request.response().putHeader("content-type", "text/html");
                    if (packed) {
                        request.response().putHeader("content-encoding", "gzip");
                    }
                    request.response().end(page);
                })
                .listen(0, "127.0.0.1")
                .await(20, TimeUnit.SECONDS);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx650m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReadManyPages.class.getName(),
                        "http://127.0.0.1:" + server.actualPort() + "/",
                        String.valueOf(TIMES))
                .redirectErrorStream(true)
                .start();
        List<String> lines = process.inputReader().lines().toList();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
        return lines.get(lines.size() - 1);
    }

    private static byte[] packed(String html) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(html.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
