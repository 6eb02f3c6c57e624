package dev.pressroom.web;

import static dev.pressroom.web.Page.A_JOB;
import static dev.pressroom.web.Page.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pressroom.support.Await;
import dev.pressroom.support.Service;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages behind a proxy that serves this service under a path of its own, and something else beside it. */
class SubPathIT {
    private static final String PATH = "/press";

    private final Vertx vertx = Vertx.vertx();
    private final List<String> strays = new CopyOnWriteArrayList<>();
    private final HttpClient client = vertx.createHttpClient();
    private Service service;
    private Page page;
    private String url;

    @BeforeEach
    void start() {
        assumeTrue(Browser.missing().isEmpty(), () -> Browser.missing().orElse(""));
        service = Service.start();
        HttpServer proxy = vertx.createHttpServer()
                .requestHandler(this::pass)
                .listen(0, "127.0.0.1")
                .await();
        url = "http://127.0.0.1:" + proxy.actualPort() + PATH;
        page = new Page();
    }

    @AfterEach
    void stop() {
        if (service != null) {
            page.close();
            vertx.close().await();
            service.close();
        }
    }

    @Test
    void anArticleIsWrittenAndWatched() {
        page.openWith(url + "/", service.token(UUID.randomUUID()));
        page.awaitShown("#title");
        page.type("#title", "Watering succulents");
        page.click("#write");
        Await.until(A_JOB, () -> page.texts("#text h2").size() > 2);
        assertThat(strays).isEmpty();
    }

    @Test
    void theDocumentOfTheApiIsShown() {
        page.open(url + "/docs");
        Await.until(SOON, () -> !page.texts(".opblock").isEmpty());
        assertThat(strays).isEmpty();
    }

    private void pass(HttpServerRequest request) {
        if (!request.uri().startsWith(PATH + "/")) {
            strays.add(request.uri());
            request.response().setStatusCode(404).end();
            return;
        }
        request.pause();
        client.request(
                        request.method(),
                        service.port(),
                        "localhost",
                        request.uri().substring(PATH.length()))
                .compose(onward -> {
                    onward.headers().addAll(request.headers());
                    onward.putHeader("Host", "localhost");
                    return onward.send(request);
                })
                .compose(answer -> answer(request, answer))
                .onFailure(cause -> request.response().reset());
    }

    private static Future<Void> answer(HttpServerRequest request, HttpClientResponse answer) {
        request.response().setStatusCode(answer.statusCode()).headers().addAll(answer.headers());
        if (answer.getHeader("content-length") == null) {
            request.response().setChunked(true);
        }
        request.response().closeHandler(gone -> answer.request().reset());
        return answer.pipeTo(request.response());
    }
}
