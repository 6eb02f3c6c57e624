package dev.pressroom.page.fetch;

import dev.pressroom.base.Cancellation;
import dev.pressroom.base.Failure;
import dev.pressroom.pipeline.website.WebPages;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A process of its own, with a small heap: reads one page many times at once and prints how that went. */
final class ReadManyPages {
    private static final FetchLimits LIMITS =
            new FetchLimits(Duration.ofSeconds(100), Duration.ofSeconds(60), Duration.ofSeconds(4), 5 << 20, 20 << 20);

    private ReadManyPages() {}

    public static void main(String[] args) throws Exception {
        String url = args[0];
        int times = Integer.parseInt(args[1]);
        Vertx vertx = Vertx.vertx();
        SafeFetcher fetcher = new SafeFetcher(
                vertx, LIMITS, true, host -> Future.succeededFuture(List.of(InetAddress.getLoopbackAddress())));
        WebPages pages = new WebPages(vertx, fetcher);
        List<Future<String>> all = IntStream.range(0, times)
                .mapToObj(i -> pages.read(url, "caller", new Cancellation(), (phase, at) -> {})
                        .map("read")
                        .otherwise(ReadManyPages::name))
                .toList();
        Future.join(all).await(150, TimeUnit.SECONDS);
        Map<String, Integer> counts = new TreeMap<>();
        all.forEach(one -> counts.merge(one.result(), 1, Integer::sum));
        System.out.println(counts);
        System.exit(0);
    }

    private static String name(Throwable cause) {
        return cause instanceof Failure failure ? failure.code().name() : cause.toString();
    }
}
