package dev.pressroom.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SystemResolverTest {
    private final Vertx vertx = Vertx.vertx();
    private final CountDownLatch answers = new CountDownLatch(1);
    private final SystemResolver resolver = new SystemResolver(vertx, this::slowly);

    @AfterEach
    void close() {
        answers.countDown();
        vertx.close().await();
    }

    private InetAddress[] slowly(String host) {
        try {
            answers.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
    }

    @Test
    void whileTheNameServerHangsLookupsDoNotPileUp() {
        IntStream.range(0, SystemResolver.MOST).forEach(i -> resolver.resolve("example.com"));

        Future<List<InetAddress>> oneMore = resolver.resolve("example.com");

        assertThat(oneMore.failed()).isTrue();
        assertThat(oneMore.cause()).isInstanceOf(TimeoutException.class);
    }

    @Test
    void onceItAnswersThereIsRoomAgain() throws Exception {
        List<Future<List<InetAddress>>> hanging = IntStream.range(0, SystemResolver.MOST)
                .mapToObj(i -> resolver.resolve("example.com"))
                .toList();

        answers.countDown();
        Future.all(hanging).await(20, TimeUnit.SECONDS);

        assertThat(resolver.resolve("example.com").await(20, TimeUnit.SECONDS))
                .containsExactly(InetAddress.getLoopbackAddress());
    }
}
