package dev.pressroom.post;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.FakeOpenAi;
import dev.pressroom.support.FakeOpenAi.Behaviour;
import dev.pressroom.support.Posts;
import dev.pressroom.support.Service;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Posts are illustrated by a provider that speaks OpenAI's protocol, and that misbehaves. */
class ProviderIllustrationIT {
    private static final String CHART = "![CHART:bar|Hours|Knead,Bake|2,1]";
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private FakeOpenAi provider;
    private Service service;
    private Posts posts;
    private Api api;

    @BeforeEach
    void start() throws Exception {
        provider = FakeOpenAi.start(vertx).await(60, TimeUnit.SECONDS);
        service = Service.start(Map.of(
                "OPENAI_BASE_URL", provider.baseUrl().toString(),
                "OPENAI_API_KEY", "sk-test",
                "OPENAI_IMAGE_MODEL", "a-real-model",
                "PRESSROOM_MODEL_TIMEOUT", "60s"));
        posts = new Posts(service.databaseUrl());
        api = service.api(UUID.randomUUID());
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
        provider.close().await(60, TimeUnit.SECONDS);
        vertx.close().await(60, TimeUnit.SECONDS);
    }

    @Test
    void thePictureOfTheProviderIsServed() {
        UUID post = posts.saved(api.user(), "Bread", image(1));

        String content = illustrated(body(post)).getString("content");

        String path = content.substring(content.indexOf('(') + 1, content.indexOf(')'));
        HttpResponse<String> image = new Api(service.url(), "").get(path, "Accept-Encoding", "gzip");
        assertThat(image.headers().firstValue("content-type")).contains("image/png");
        assertThat(image.headers().firstValue("content-encoding"))
                .as("what is compressed already")
                .isEmpty();
        assertThat(provider.requests().get(0).getString("model")).isEqualTo("a-real-model");
    }

    @Test
    void chartsAreDrawnHereAllTheSame() {
        UUID post = posts.saved(api.user(), "Bread", CHART);

        assertThat(illustrated(body(post)).getBoolean("success")).isTrue();
        assertThat(provider.calls()).isZero();
    }

    @Test
    void whatExistsIsNotPaidForAgain() {
        String content = image(1) + image(2);
        UUID post = posts.saved(api.user(), "Bread", content);
        JsonObject first = illustrated(body(post).put("content", content));

        JsonObject second = illustrated(body(post).put("content", content));

        assertThat(second).isEqualTo(first);
        assertThat(provider.calls()).isEqualTo(2);
        assertThat(posts.images()).isEqualTo(2);
    }

    @Test
    void aFailedImageLeavesItsTextAndCanBeTriedAgain() {
        String content = "A " + image(1) + " B";
        UUID post = posts.saved(api.user(), "Bread", content);
        provider.next(new Behaviour.Status(400, "{\"error\":{\"code\":\"moderation_blocked\"}}"));

        JsonObject failed = illustrated(body(post).put("content", content));
        assertThat(failed.getBoolean("success")).isFalse();
        assertThat(failed.getString("content")).isEqualTo("A *Number 1* B");
        assertThat(failed.getJsonArray("errors").getJsonObject(0).getString("errorCode"))
                .isEqualTo("MODEL_REFUSED");

        assertThat(illustrated(body(post).put("content", content)).getBoolean("success"))
                .isTrue();
        assertThat(posts.content(post)).contains("![Number 1](/api/v1/images/");
    }

    @Test
    void aProviderThatLimitsIsAskedOnceMoreAfterTheTimeItWants() {
        UUID post = posts.saved(api.user(), "Bread", image(1));
        provider.next(new Behaviour.Status(429, "{}", "Retry-After", "1"));
        long before = System.nanoTime();

        assertThat(illustrated(body(post)).getBoolean("success")).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofSeconds(1));
        assertThat(provider.calls()).isEqualTo(2);
    }

    @Test
    void anAnswerThatMayHaveBeenPaidForIsNotAskedForAgain() {
        UUID post = posts.saved(api.user(), "Bread", image(1));
        provider.next(new Behaviour.Garbage());

        assertThat(illustrated(body(post)).getBoolean("success")).isFalse();
        assertThat(provider.calls()).isEqualTo(1);
    }

    @Test
    void imagesAreDrawnInParallelButNotAllAtOnce() {
        provider.delayPerPiece(Duration.ofMillis(100));
        StringBuilder content = new StringBuilder();
        for (int i = 0; i < 9; i++) {
            content.append(image(i));
        }
        UUID post = posts.saved(api.user(), "Bread", content.toString());
        Promise<Void> many = Promise.promise();
        provider.holdUntil(many.future());
        CompletableFuture<JsonObject> answer = CompletableFuture.supplyAsync(() -> illustrated(body(post)));
        Await.until(SOON, () -> provider.calls() >= 4);
        many.complete();

        assertThat(answer.join().getBoolean("success")).isTrue();
        assertThat(provider.mostAtOnce()).isEqualTo(4);
    }

    @Test
    void anEditThatComesMeanwhileIsKeptAndGetsTheImages() {
        Promise<Void> edited = Promise.promise();
        provider.holdUntil(edited.future());
        UUID post = posts.saved(api.user(), "Bread", image(1));
        CompletableFuture<JsonObject> answer =
                CompletableFuture.supplyAsync(() -> illustrated(body(post).put("content", image(1))));
        Await.until(SOON, () -> provider.calls() == 1);

        posts.edited(post, "A better beginning. " + image(1));
        edited.complete();

        assertThat(answer.join().getString("content")).startsWith("A better beginning. ![Number 1](/api/v1/images/");
        assertThat(posts.content(post)).isEqualTo(answer.join().getString("content"));
        assertThat(provider.calls()).isEqualTo(1);
    }

    @Test
    void anEditThatIsSentDoesNotOverwriteOneThatComesMeanwhile() {
        Promise<Void> edited = Promise.promise();
        provider.holdUntil(edited.future());
        UUID post = posts.saved(api.user(), "Bread", image(1));
        CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(() ->
                api.post(IllustrationIT.ILLUSTRATE, body(post).put("content", "Mine " + image(1))));
        Await.until(SOON, () -> provider.calls() == 1);

        posts.edited(post, "Theirs");
        edited.complete();

        assertThat(answer.join().statusCode()).isEqualTo(409);
        assertThat(Api.json(answer.join()).getString("errorCode")).isEqualTo("POST_CHANGED");
        assertThat(posts.content(post)).isEqualTo("Theirs");
    }

    @Test
    void twoThatAskForTheSameAtOnceGetTheSame() {
        String content = image(1) + image(2) + CHART;
        UUID post = posts.saved(api.user(), "Bread", content);
        provider.delayPerPiece(Duration.ofMillis(200));
        CompletableFuture<JsonObject> one =
                CompletableFuture.supplyAsync(() -> illustrated(body(post).put("content", content)));
        CompletableFuture<JsonObject> other =
                CompletableFuture.supplyAsync(() -> illustrated(body(post).put("content", content)));

        assertThat(one.join()).isEqualTo(other.join());
        assertThat(posts.content(post)).isEqualTo(one.join().getString("content"));
        assertThat(posts.images()).isEqualTo(3);
    }

    @Test
    void aClientThatHangsUpStopsTheDrawingAndLeavesThePost() throws Exception {
        provider.next(new Behaviour.StallAfter(0));
        UUID post = posts.saved(api.user(), "Bread", image(1));
        String json = body(post).encode();
        try (Socket socket = new Socket("localhost", service.port());
                OutputStream out = socket.getOutputStream()) {
            out.write(("POST " + IllustrationIT.ILLUSTRATE + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                            + service.token(api.user()) + "\r\nContent-Type: application/json\r\nContent-Length: "
                            + json.length() + "\r\n\r\n" + json)
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            Await.until(SOON, () -> provider.calls() == 1);
        }

        provider.abandoned().await(60, TimeUnit.SECONDS);
        assertThat(posts.content(post)).isEqualTo(image(1));
    }

    private JsonObject illustrated(JsonObject body) {
        HttpResponse<String> answer = api.post(IllustrationIT.ILLUSTRATE, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body().replace(service.url() + "/api/v1/images/", "/api/v1/images/"));
    }

    private static JsonObject body(UUID post) {
        return new JsonObject().put("blogPostId", post.toString());
    }

    private static String image(int number) {
        return "![IMAGE:photo:Number " + number + "]";
    }
}
