package dev.pressroom.page.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Await;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Names that begin with {@code silent} are answered when the test ends, all others at once. */
class SystemResolverTest {
    private static final Duration DEADLINE = Duration.ofMillis(400);

    private final Vertx vertx = Vertx.vertx();
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private final SystemResolver resolver = new SystemResolver(vertx, this::answer, Clock.systemUTC(), DEADLINE);

    @AfterEach
    void close() {
        resolver.close().await();
        end.countDown();
        vertx.close().await();
    }

    private InetAddress[] answer(String host) {
        asked.incrementAndGet();
        if (host.startsWith("silent")) {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
    }

    private void attack(int sites, int namesOfEach, int callers) {
        IntStream.range(0, sites)
                .forEach(site -> IntStream.range(0, namesOfEach)
                        .forEach(name -> resolver.resolve(
                                "silent" + name + ".evil" + site + ".example", "caller " + site % callers)));
    }

    @Test
    void manyNamesOfOneSiteThatNeverAnswerLeaveOtherSitesAlone() throws Exception {
        attack(1, 200, 1);

        assertAnswered("good.example", "somebody");
    }

    @Test
    void manySitesOfOneCallerThatNeverAnswerLeaveOtherCallersAlone() throws Exception {
        attack(200, 1, 1);

        assertAnswered("good.example", "somebody");
    }

    @Test
    void aCallerWhoseNamesNeverAnswerCanStillReadAGoodSiteOnceTheyHaveTimedOut() throws Exception {
        attack(2, 1, 1);

        assertAnswered("good.example", "caller 0");
    }

    @Test
    void aNameThatNeverAnswersFailsAtTheDeadline() {
        Future<List<InetAddress>> silent = resolver.resolve("silent.example", "somebody");

        Await.until(Duration.ofSeconds(20), silent::isComplete);
        assertThat(silent.cause()).isInstanceOf(TimeoutException.class);
    }

    @Test
    void aSiteThatDidNotAnswerInTimeIsNotAskedAgainForAWhile() {
        Future<List<InetAddress>> first = resolver.resolve("silent1.evil.example", "somebody");
        Await.until(Duration.ofSeconds(20), first::isComplete);

        Future<List<InetAddress>> next = resolver.resolve("silent2.evil.example", "somebody");

        Await.until(Duration.ofSeconds(20), next::isComplete);
        assertThat(next.failed()).isTrue();
        assertThat(asked).hasValue(1);
    }

    @Test
    void whileTheNameServerHangsLookupsDoNotPileUp() {
        IntStream.range(0, DnsLookups.MAX_RUNNING + DnsLookups.MAX_WAITING)
                .forEach(i -> resolver.resolve("silent.site" + i + ".example", "caller " + i));

        Future<List<InetAddress>> oneMore = resolver.resolve("good.example", "somebody");

        Await.until(Duration.ofSeconds(20), oneMore::isComplete);
        assertThat(oneMore.cause()).isInstanceOf(TimeoutException.class);
        assertThat(asked.get()).isLessThanOrEqualTo(DnsLookups.MAX_RUNNING);
    }

    @Test
    void manyWhoAskForTheSameNameShareOneLookup() throws Exception {
        List<Future<List<InetAddress>>> same = IntStream.range(0, 100)
                .mapToObj(i -> resolver.resolve("silent.example", "caller " + i))
                .toList();

        end.countDown();
        Future.all(same).await(20, TimeUnit.SECONDS);

        assertThat(asked).hasValue(1);
    }

    @Test
    void onceLookupsHaveEndedThereIsRoomAgain() throws Exception {
        attack(4, 1, 1);

        end.countDown();

        assertAnswered("silent.example", "caller 0");
    }

    @Test
    void aSiteIsWhatSomebodyRegisters() {
        assertThat(DnsLookups.site("a.b.evil.com")).isEqualTo("evil.com");
        assertThat(DnsLookups.site("evil.com")).isEqualTo("evil.com");
        assertThat(DnsLookups.site("www.shop.co.uk")).isEqualTo("shop.co.uk");
        assertThat(DnsLookups.site("shop.co.uk")).isEqualTo("shop.co.uk");
        assertThat(DnsLookups.site("localhost")).isEqualTo("localhost");
    }

    private void assertAnswered(String host, String caller) throws Exception {
        assertThat(resolver.resolve(host, caller).await(20, TimeUnit.SECONDS))
                .containsExactly(InetAddress.getLoopbackAddress());
    }
}
