package dev.pressroom.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.config.SettingsLoader;
import dev.pressroom.http.request.ClientResolver;
import dev.pressroom.http.request.ErrorResponse;
import dev.pressroom.store.Batcher;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every request is answered, whatever its handler does. */
class OpenRequestsTest {
    /** Longer than a test waits for a response. */
    private static final Duration LONG = Duration.ofMinutes(5);

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(60, TimeUnit.SECONDS);
    }

    @Test
    void anExceptionInACallbackIsAnsweredWithTheEnvelope() throws Exception {
        Server server = serve(context -> later().onSuccess(done -> broken()));

        HttpResponse<String> answer = get(server, "/").get(60, TimeUnit.SECONDS);

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(new JsonObject(answer.body()).getString("errorCode")).isEqualTo("INTERNAL");
    }

    @Test
    void anExceptionInATimerIsAnswered() throws Exception {
        Server server = serve(context -> vertx.setTimer(1, tick -> broken()));

        assertThat(get(server, "/").get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(500);
    }

    @Test
    void ofTheItemsOfABatchOnlyTheOneThatThrowsFails() throws Exception {
        Batcher<Integer, Integer> batcher =
                new Batcher<>(items -> later().map(done -> items), Comparator.<Integer>naturalOrder(), 100, 100, 1);
        Server server = serve(context -> {
            int item = Integer.parseInt(context.request().getParam("item"));
            batcher.add(item).onSuccess(result -> {
                if (result == 3) {
                    broken();
                }
                context.end();
            });
        });

        List<CompletableFuture<HttpResponse<String>>> answers = List.of(1, 2, 3, 4, 5).stream()
                .map(item -> get(server, "/?item=" + item))
                .toList();

        assertThat(answers.stream()
                        .map(answer ->
                                answer.orTimeout(60, TimeUnit.SECONDS).join().statusCode()))
                .containsExactly(200, 200, 500, 200, 200);
    }

    @Test
    void aRequestThatNothingAnswersFailsInTime() throws Exception {
        Server server = serve(context -> {}, Duration.ofSeconds(1));

        assertThat(get(server, "/").get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(500);
    }

    @Test
    void anExceptionAfterTheReleaseOfARequestResetsItsResponse() throws Exception {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Server server = serve(context -> context.response()
                .setChunked(true)
                .write("begun")
                .onSuccess(written -> {
                    OpenRequests.release(context, () -> ended.complete(null));
                    later().onSuccess(done -> broken());
                }));

        CompletableFuture<HttpResponse<String>> answer = get(server, "/");

        assertThat(answer).failsWithin(Duration.ofSeconds(60));
        assertThat(ended).succeedsWithin(Duration.ofSeconds(60));
    }

    private static void broken() {
        throw new IllegalStateException("broken");
    }

    private Future<Void> later() {
        return vertx.timer(20, TimeUnit.MILLISECONDS).mapEmpty();
    }

    private CompletableFuture<HttpResponse<String>> get(Server server, String path) {
        URI url = URI.create("http://localhost:" + server.http.actualPort() + path);
        return client.sendAsync(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
    }

    private Server serve(Handler<RoutingContext> handler) throws Exception {
        return serve(handler, LONG);
    }

    private Server serve(Handler<RoutingContext> handler, Duration timeout) throws Exception {
        Server server = new Server(handler, timeout);
        vertx.deployVerticle(server).await(60, TimeUnit.SECONDS);
        return server;
    }

    private static final class Server extends VerticleBase {
        private final Handler<RoutingContext> handler;
        private final Duration timeout;
        private HttpServer http;

        Server(Handler<RoutingContext> handler, Duration timeout) {
            this.handler = handler;
            this.timeout = timeout;
        }

        @Override
        public Future<?> start() {
            OpenRequests requests = OpenRequests.of(vertx, context, timeout);
            Router router = Router.router(vertx);
            ClientResolver clients = new ClientResolver(
                    SettingsLoader.load(Map.of(), Optional.empty()).http().proxies());
            router.route().handler((PlatformHandler) requests::enter).handler((PlatformHandler) clients::attach);
            router.route().handler(handler);
            router.route().failureHandler(ErrorResponse::send);
            http = vertx.createHttpServer();
            return http.requestHandler(router).listen(0);
        }
    }
}
