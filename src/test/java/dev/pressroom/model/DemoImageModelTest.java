package dev.pressroom.model;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.pressroom.base.Cancellation;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.image.Image;
import dev.pressroom.image.Placeholder;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class DemoImageModelTest {
    private final Vertx vertx = Vertx.vertx();
    private final ImageModel model = new DemoImageModel(vertx);
    private final Cancellation cancellation = new Cancellation();

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hero_image", "illustration", "scenario", "infographic"})
    void everyTypeIsDrawn(String type) throws Exception {
        Image image = draw(type).await(5, SECONDS);

        assertThat(image.contentType()).isEqualTo("image/svg+xml");
        assertThat(image.bytes().toString()).startsWith("<svg ");
    }

    @Test
    void aChartIsDrawnFromItsFigures() throws Exception {
        ImagePrompt prompt = ImagePrompt.chart(
                Placeholder.in("![CHART:bar|Hours|A,B|1,2]").get(0).chart().orElseThrow(), Optional.empty());

        assertThat(model.draw(prompt, cancellation).await(5, SECONDS).bytes().toString())
                .contains("class=\"bar\"");
    }

    @Test
    void itAnswersOnTheContextOfTheCaller() throws Exception {
        Context caller = vertx.getOrCreateContext();
        Promise<Context> seen = Promise.promise();
        caller.runOnContext(v -> draw("hero_image").onComplete(done -> seen.complete(Vertx.currentContext())));

        assertThat(seen.future().await(5, SECONDS)).isSameAs(caller);
    }

    /** With the only worker busy nothing can be drawn but on the caller's own thread. */
    @Test
    void itDrawsOnWorkerThreads() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        Vertx narrow = Vertx.vertx(new VertxOptions().setWorkerPoolSize(1));
        try {
            narrow.executeBlocking(() -> busy.await(5, SECONDS), false);
            Future<Image> drawn = new DemoImageModel(narrow)
                    .draw(
                            ImagePrompt.picture("hero_image", "A balcony", "Tomatoes", Optional.empty()),
                            new Cancellation());
            assertThat(drawn.isComplete()).isFalse();

            busy.countDown();

            assertThat(drawn.await(5, SECONDS).bytes().length()).isPositive();
        } finally {
            narrow.close().await(5, SECONDS);
        }
    }

    @Test
    void whoIsCancelledGetsNothing() {
        cancellation.cancel();
        Failure failure = (Failure) catchThrowable(() -> draw("hero_image").await(5, SECONDS));

        assertThat(failure.code()).isEqualTo(ErrorCode.CANCELLED);
    }

    @Test
    void hundredsAtOnceAreDrawn() throws Exception {
        Promise<Integer> all = Promise.promise();
        vertx.getOrCreateContext()
                .runOnContext(v -> Future.join(IntStream.range(0, 300)
                                .mapToObj(i -> draw("hero_image"))
                                .toList())
                        .map(done -> done.size())
                        .onComplete(all));

        assertThat(all.future().await(15, SECONDS)).isEqualTo(300);
    }

    private Future<Image> draw(String type) {
        return model.draw(ImagePrompt.picture(type, "A loaf", "Bread", Optional.empty()), cancellation);
    }
}
