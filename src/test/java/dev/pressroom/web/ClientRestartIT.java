package dev.pressroom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pressroom.support.FaultyProxy;
import dev.pressroom.support.Jwts;
import dev.pressroom.support.NodeProcess;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.TestFolder;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client library in a browser while its server is killed, and another one is started at the same address. */
class ClientRestartIT {
    private static final Map<String, String> SETTINGS = Map.of();
    private static final String FOLLOW = """
            const job = await client.articles.create(
                { topic: { title: 'A' }, businessInfo: {}, organizationId: crypto.randomUUID() });
            window.events = [];
            window.text = '';
            window.lost = 0;
            const told = (async () => { for await (const piece of job.text()) text += piece; })();
            for await (const event of job.events({ onRetry: () => lost++ })) events.push(event);
            await told;
            return { events, text };
            """;

    private final Path gate = TestFolder.fresh();
    private Servers.Own servers;
    private NodeProcess node;
    private FaultyProxy proxy;
    private ClientPage page;

    @BeforeEach
    void start() {
        assumeTrue(Browser.missing().isEmpty(), () -> Browser.missing().orElse(""));
        servers = Servers.own();
        node = NodeProcess.start(servers, gate, SETTINGS);
        proxy = FaultyProxy.before(node.port());
        page = new ClientPage();
        page.openWithToken(proxy.url(), token());
    }

    @AfterEach
    void stop() {
        if (page != null) {
            page.close();
            proxy.close();
            node.close();
            servers.close();
        }
    }

    @Test
    void aServerThatIsKilledUnderTheStreamLosesAndDoublesNothing() throws IOException {
        page.start(FOLLOW);
        page.await("window.text?.includes('The first half.')");

        node.kill();
        page.await("window.lost > 0");
        node = NodeProcess.start(servers, gate, SETTINGS);
        proxy.target(node.port());
        Files.createFile(gate);

        assertWhole(page.result().getJsonObject("value"));
    }

    @Test
    void aServerThatStopsHandsItsStreamOver() throws IOException {
        page.start(FOLLOW);
        page.await("window.text?.includes('The first half.')");

        NodeProcess next = NodeProcess.start(servers, gate, SETTINGS);
        proxy.target(next.port());
        node.terminate();
        node = next;
        Files.createFile(gate);

        assertWhole(page.result().getJsonObject("value"));
    }

    private static void assertWhole(JsonObject value) {
        assertThat(value.getString("text")).isEqualTo("The first half. The second half.");
        JsonArray events = value.getJsonArray("events");
        List<Integer> numbers = events.stream()
                .map(event -> ((JsonObject) event).getInteger("id"))
                .filter(number -> number != null)
                .toList();
        assertThat(numbers)
                .isEqualTo(IntStream.rangeClosed(1, numbers.size()).boxed().toList());
        assertThat(events.getJsonObject(events.size() - 1).getString("type")).isEqualTo("complete");
    }

    private static String token() {
        return Jwts.hs256(
                Service.SECRET.getBytes(StandardCharsets.UTF_8),
                new JsonObject()
                        .put("sub", UUID.randomUUID().toString())
                        .put("exp", Instant.now().getEpochSecond() + 3600));
    }
}
