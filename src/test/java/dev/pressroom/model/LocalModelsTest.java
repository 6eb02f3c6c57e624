package dev.pressroom.model;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pressroom.model.LocalModels.Found;
import dev.pressroom.model.LocalModels.Server;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LocalModelsTest {
    private static final String OLLAMA = """
            {"object":"list","data":[{"id":"nomic-embed-text:latest","object":"model"},
            {"id":"llama3.2:3b","object":"model"},{"id":"qwen2.5:7b","object":"model"}]}
            """;

    private final Vertx vertx = Vertx.vertx();
    private final List<Server> servers = new ArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, SECONDS);
    }

    @Test
    void aServerIsFoundWithItsModels() throws Exception {
        int port = serve("Ollama", request -> request.response().end(OLLAMA));

        assertThat(find())
                .extracting(Found::name, found -> found.baseUrl().toString(), Found::models)
                .containsExactly(tuple(
                        "Ollama",
                        "http://127.0.0.1:" + port + "/v1",
                        List.of("nomic-embed-text:latest", "llama3.2:3b", "qwen2.5:7b")));
    }

    @Test
    void modelsForEmbeddingsAreNotChosen() throws Exception {
        serve("Ollama", request -> request.response().end(OLLAMA));

        assertThat(find().get(0).chatModel()).contains("llama3.2:3b");
    }

    @Test
    void onlyTheListOfModelsIsAskedFor() throws Exception {
        serve("Ollama", request -> request.response().end(request.path().equals("/v1/models") ? OLLAMA : "{}"));

        assertThat(find()).hasSize(1);
    }

    @Test
    void severalAreFoundInTheOrderOfTheList() throws Exception {
        serve("Ollama", request -> request.response().end(OLLAMA));
        serve("vLLM", request -> request.response().end("{\"data\":[{\"id\":\"mistral\"}]}"));

        assertThat(find()).extracting(Found::name).containsExactly("Ollama", "vLLM");
    }

    @Test
    void whatIsNoAnswerIsIgnored() throws Exception {
        serve("html", request -> request.response().end("<html><body>Hello</body></html>"));
        serve("error", request -> request.response().setStatusCode(500).end(OLLAMA));
        serve("missing", request -> request.response().setStatusCode(404).end("{}"));
        serve(
                "redirect",
                request -> request.response()
                        .setStatusCode(302)
                        .putHeader("location", "/v1/other")
                        .end());
        serve("empty", request -> request.response().end("{\"data\":[]}"));
        serve("other", request -> request.response().end("{\"data\":[7,{},null,{\"id\":null}]}"));
        serve("deep", request -> request.response().end("[".repeat(100_000)));
        serve("cut", request -> request.connection().close());

        assertThat(find()).isEmpty();
    }

    @Test
    void tenMegabytesAreIgnored() throws Exception {
        serve(
                "large",
                request -> request.response()
                        .end("{\"data\":[{\"id\":\"llama\"}],\"more\":\"" + "x".repeat(10 << 20) + "\"}"));

        assertThat(find()).isEmpty();
    }

    @Test
    void aSilentServerAndOneThatDripsAreCutOff() throws Exception {
        serve("silent", request -> {});
        int port = vertx.createNetServer()
                .connectHandler(socket ->
                        vertx.setPeriodic(50, id -> socket.write("H").onFailure(gone -> vertx.cancelTimer(id))))
                .listen(0, "127.0.0.1")
                .await(5, SECONDS)
                .actualPort();
        servers.add(new Server("drip", port));
        serve("Ollama", request -> request.response().end(OLLAMA));
        long before = System.nanoTime();

        assertThat(find()).extracting(Found::name).containsExactly("Ollama");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void namesThatAShellWouldReadOtherwiseAreLeftOut() throws Exception {
        serve(
                "hostile",
                request -> request.response()
                        .end("{\"data\":[{\"id\":\"a; rm -rf ~\"},{\"id\":\"$(x)\"},{\"id\":\"good\"}]}"));

        assertThat(find().get(0).models()).containsExactly("good");
    }

    @Test
    void anAnswerIsKeptForAWhile() throws Exception {
        serve("Ollama", request -> request.response().end(OLLAMA));
        LocalModels models = new LocalModels(servers, Duration.ofSeconds(2));

        assertThat(models.find()).isSameAs(models.find());
        assertThat(asked).hasValue(1);
    }

    @Test
    void ourOwnPortIsNotAsked() {
        assertThat(LocalModels.usual(8080)).extracting(Server::port).containsExactly(11434, 1234, 8000);
    }

    private List<Found> find() {
        return new LocalModels(servers, Duration.ofSeconds(2)).find();
    }

    private int serve(String name, Handler<HttpServerRequest> answer) throws Exception {
        int port = vertx.createHttpServer()
                .requestHandler(request -> {
                    asked.incrementAndGet();
                    answer.handle(request);
                })
                .listen(0, "127.0.0.1")
                .await(5, SECONDS)
                .actualPort();
        servers.add(new Server(name, port));
        return port;
    }
}
