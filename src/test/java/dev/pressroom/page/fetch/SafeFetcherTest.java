package dev.pressroom.page.fetch;

import static dev.pressroom.support.HostileServer.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.pressroom.base.Cancellation;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.page.FetchedPage;
import dev.pressroom.page.read.PageReader;
import dev.pressroom.support.Await;
import dev.pressroom.support.HostileServer;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeFetcherTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String HTML = "text/html; charset=utf-8";
    private static final FetchLimits LIMITS =
            new FetchLimits(Duration.ofSeconds(8), Duration.ofSeconds(8), Duration.ofSeconds(2), 1 << 20, 4 << 20);

    private final AtomicInteger dnsLookups = new AtomicInteger();
    private Vertx vertx;
    private HostileServer server;
    private SafeFetcher fetcher;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        server = HostileServer.start(vertx).html("/", "<title>Hello</title>");
        fetcher = fetcher(LIMITS, true, host -> List.of("127.0.0.1"));
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void aPageIsFetchedWithItsFinalAddressAndKind() {
        server.redirect("/old", "/new?a=1").html("/new", "<title>New</title>");
        FetchedPage page = fetch(server.url("/old"));
        assertThat(page.html()).isEqualTo("<title>New</title>");
        assertThat(page.url()).isEqualTo(server.url("/new?a=1"));
        assertThat(page.contentType()).isEqualTo("text/html");
    }

    @Test
    void theSiteIsToldWhoAsksAndWhatForByItsOwnName() {
        List<MultiMap> heads = new CopyOnWriteArrayList<>();
        server.on("/who", request -> {
            heads.add(request.headers());
            answer(200, HTML, Buffer.buffer("<p>")).handle(request);
        });
        fetch(server.url("shop.test", "/who"));
        MultiMap head = heads.get(0);
        assertThat(head.get("host")).isEqualTo("shop.test:" + server.port());
        assertThat(head.get("user-agent")).contains("Pressroom");
        assertThat(head.get("accept-encoding")).isEqualTo("gzip, deflate, br");
        assertThat(head.names()).doesNotContain("cookie", "authorization", "referer");
    }

    @Test
    void cookiesAreNotKeptOverARedirect() {
        List<Boolean> cookies = new CopyOnWriteArrayList<>();
        server.on(
                        "/in",
                        request -> request.response()
                                .setStatusCode(307)
                                .putHeader("set-cookie", "id=1; Path=/")
                                .putHeader("location", "/out")
                                .end())
                .on("/out", request -> {
                    cookies.add(request.headers().contains("cookie"));
                    answer(200, HTML, Buffer.buffer("<p>")).handle(request);
                });
        fetch(server.url("/in"));
        assertThat(cookies).containsExactly(false);
    }

    @Test
    void everyRequestHasAConnectionOfItsOwnWhichIsClosed() {
        fetch(server.url("/"));
        fetch(server.url("/"));
        assertThat(server.opened()).isEqualTo(2);
        Await.until(SOON, () -> server.open() == 0);
    }

    @Test
    void theListenerHearsOfEveryAddress() {
        server.redirect("/old", "/");
        List<String> phases = new ArrayList<>();
        fetcher.fetch(
                        server.url("/old"),
                        "",
                        fetcher.share(),
                        new Cancellation(),
                        (phase, url) -> phases.add(phase + " " + url.getPath()))
                .await();
        assertThat(phases).containsExactly("VALIDATE /old", "FETCH /old", "VALIDATE /", "FETCH /");
    }

    // Redirects

    @Test
    void aRedirectInACircleEnds() {
        server.redirect("/a", "/b").redirect("/b", "/a");
        assertThat(failure(server.url("/a")).code()).isEqualTo(ErrorCode.PAGE_TOO_MANY_REDIRECTS);
        assertThat(server.opened()).isEqualTo(2);
    }

    @Test
    void tenRedirectsAreFollowedAndNotEleven() {
        for (int i = 0; i < 11; i++) {
            server.redirect("/" + i, "/" + (i + 1));
        }
        server.html("/11", "<p>there");
        assertThat(fetch(server.url("/1")).html()).isEqualTo("<p>there");
        assertThat(failure(server.url("/0")).code()).isEqualTo(ErrorCode.PAGE_TOO_MANY_REDIRECTS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "ftp://127.0.0.1/",
                "javascript:alert(1)",
                "data:text/html,<p>x",
                "gopher://127.0.0.1:70/",
                "http://user@127.0.0.1/",
                "http://169.254.169.254/latest/meta-data/",
                "//169.254.169.254/",
                "http://0xa9fea9fe/",
                "http://[::ffff:169.254.169.254]/",
                "http://"
            })
    void aRedirectToWhatIsNoPublicPageIsRefused(String location) {
        server.redirect("/away", location);
        Failure failure = failure(server.url("/away"));
        assertThat(failure.code()).isEqualTo(ErrorCode.PAGE_REDIRECT_REFUSED);
        assertThat(failure.getMessage()).doesNotContain("169", "passwd");
    }

    @Test
    void aRedirectToAPrivateNameIsRefusedWithoutConnecting() {
        HostileServer inner = HostileServer.start(vertx);
        SafeFetcher strict =
                fetcher(LIMITS, true, host -> List.of(host.equals("public.test") ? "127.0.0.1" : "169.254.169.254"));
        server.redirect("/in", "http://inner.test:" + inner.port() + "/");
        assertThat(failure(strict, server.url("public.test", "/in")).code()).isEqualTo(ErrorCode.PAGE_REDIRECT_REFUSED);
        assertThat(inner.opened()).isZero();
    }

    @Test
    void aRedirectThatDoesNotSayWhereToIsRefused() {
        server.on("/nowhere", request -> request.response().setStatusCode(301).end());
        assertThat(failure(server.url("/nowhere")).code()).isEqualTo(ErrorCode.PAGE_REDIRECT_REFUSED);
    }

    @Test
    void theBodyOfARedirectIsNotRead() {
        server.on("/in", request -> {
            request.response().setStatusCode(302).putHeader("location", "/");
            server.endless(1L << 30).handle(request);
        });
        assertThat(fetch(server.url("/in")).html()).contains("Hello");
        assertThat(server.sent()).isLessThan(64 << 20);
    }

    @Test
    void aLocationInUtf8IsUnderstood() {
        HostileServer raw = HostileServer.raw(
                vertx,
                socket -> socket.handler(asked -> {
                    boolean there = asked.toString().startsWith("GET /%C3%BCber ");
                    socket.end(Buffer.buffer(
                            there
                                    ? "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<p>about"
                                    : "HTTP/1.1 302 Found\r\nlocation: /über\r\ncontent-length: 0\r\n\r\n",
                            "UTF-8"));
                }));
        assertThat(fetch(raw.url("/")).html()).isEqualTo("<p>about");
    }

    // Addresses

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:%d/",
                "http://2130706433:%d/",
                "http://0x7f.1:%d/",
                "http://017700000001:%d/",
                "http://127.1:%d/",
                "http://127.0.0.1.:%d/",
                "http://0:%d/",
                "http://[::1]:%d/",
                "http://[::ffff:127.0.0.1]:%d/",
                "http://[64:ff9b::7f00:1]:%d/",
                "http://localhost:%d/"
            })
    void loopbackIsRefusedHoweverItIsSpelt(String form) {
        SafeFetcher strict = new SafeFetcher(vertx, LIMITS, false, new SystemResolver(vertx, Clock.systemUTC()));
        Failure failure = failure(strict, URI.create(form.formatted(server.port())));
        assertThat(failure.code()).isEqualTo(ErrorCode.PAGE_ADDRESS_REFUSED);
        assertThat(failure.getMessage()).doesNotContain("127");
        assertThat(server.opened()).isZero();
    }

    @Test
    void aUserNameInTheAddressIsRefused() {
        assertThat(failure(URI.create("http://example.com@127.0.0.1:" + server.port() + "/"))
                        .code())
                .isEqualTo(ErrorCode.PAGE_URL_INVALID);
    }

    @Test
    void aNameThatChangesItsAddressAfterTheCheckIsStillTheOneThatWasChecked() {
        HostileServer trap = HostileServer.start(vertx, "127.0.0.2", server.port());
        SafeFetcher rebound = fetcher(LIMITS, true, host -> List.of(dnsLookups.get() == 1 ? "127.0.0.1" : "127.0.0.2"));
        assertThat(fetch(rebound, server.url("rebind.test", "/")).html()).contains("Hello");
        assertThat(dnsLookups).hasValue(1);
        assertThat(trap.opened()).isZero();
    }

    @Test
    void aNameWithOneAddressThatIsNotPublicIsRefusedWhole() {
        SafeFetcher mixed = fetcher(LIMITS, true, host -> List.of("127.0.0.1", "169.254.169.254"));
        assertThat(failure(mixed, server.url("mixed.test", "/")).code()).isEqualTo(ErrorCode.PAGE_ADDRESS_REFUSED);
        assertThat(server.opened()).isZero();
    }

    @Test
    void theNextAddressIsTriedWhereNobodyListens() {
        SafeFetcher two = fetcher(LIMITS, true, host -> List.of("127.0.0.3", "127.0.0.1"));
        assertThat(fetch(two, server.url("two.test", "/")).html()).contains("Hello");
    }

    @Test
    void aNameThatNobodyKnowsIsSaidToBeUnknown() {
        SafeFetcher lost = new SafeFetcher(
                vertx, LIMITS, true, host -> Future.failedFuture(new UnknownHostException("no " + host)));
        assertThat(failure(lost, server.url("nobody.test", "/")).code()).isEqualTo(ErrorCode.PAGE_HOST_NOT_FOUND);
        assertThat(failure(fetcher(LIMITS, true, host -> List.of()), server.url("nobody.test", "/"))
                        .code())
                .isEqualTo(ErrorCode.PAGE_HOST_NOT_FOUND);
    }

    @Test
    void aSiteThatIsOffIsSaidToBeUnreachable() {
        HostileServer gone = HostileServer.raw(vertx, socket -> {});
        SafeFetcher elsewhere = fetcher(LIMITS, true, host -> List.of("127.0.0.4"));
        assertThat(failure(elsewhere, gone.url("off.test", "/")).code()).isEqualTo(ErrorCode.PAGE_UNREACHABLE);
    }

    @Test
    void aNameServerThatNeverAnswersEndsAtTheDeadline() {
        SafeFetcher stuck = new SafeFetcher(
                vertx,
                within(Duration.ofMillis(300)),
                true,
                host -> Promise.<List<InetAddress>>promise().future());
        assertThat(failure(stuck, server.url("stuck.test", "/")).code()).isEqualTo(ErrorCode.PAGE_TIMEOUT);
    }

    // Size and time

    @Test
    void aGibibyteInChunksIsNotRead() {
        server.on("/endless", server.endless(1L << 30));
        Failure failure = failure(server.url("/endless"));
        assertThat(failure.code()).isEqualTo(ErrorCode.PAGE_TOO_LARGE);
        assertThat(failure.getMessage()).contains("4 MiB");
        Await.until(SOON, () -> server.open() == 0);
        assertThat(server.sent()).isLessThan(64 << 20);
    }

    @Test
    void aGzipBombIsNotUnpacked() {
        Buffer bomb = HostileServer.gzip("<title>Boom</title>", 64 << 20);
        assertThat(bomb.length()).isLessThan(LIMITS.keptBytes());
        server.on("/bomb", request -> {
            request.response().putHeader("content-encoding", "gzip");
            answer(200, HTML, bomb).handle(request);
        });
        assertThat(failure(server.url("/bomb")).code()).isEqualTo(ErrorCode.PAGE_TOO_LARGE);
    }

    @Test
    void tenMegabytesAreReadByTheirBeginning() {
        FetchLimits usual = FetchLimits.of(SettingsLoader.load(Map.of()).fetch());
        fetcher = fetcher(usual, true, host -> List.of("127.0.0.1"));
        server.html("/long", "<title>Long</title>" + "<p>words</p>".repeat(10_000_000 / 12));
        FetchedPage page = fetch(server.url("/long"));
        assertThat(page.html()).startsWith("<title>Long</title>").hasSize(5 << 20);
        assertThat(PageReader.read(PageThreads.of(vertx), page).await().title()).isEqualTo("Long");
    }

    @Test
    void aLongPageThatIsPackedIsReadByItsBeginning() {
        Buffer packed = HostileServer.gzip("<title>Long</title>" + "<p>words</p>".repeat(200_000), 0);
        server.on("/long", request -> {
            request.response().putHeader("content-encoding", "gzip");
            answer(200, HTML, packed).handle(request);
        });
        assertThat(fetch(server.url("/long")).html()).startsWith("<title>Long").hasSize(LIMITS.keptBytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"zlib", "raw"})
    void bothKindsOfDeflateAreUnpacked(String kind) {
        Deflater deflater = new Deflater(9, kind.equals("raw"));
        deflater.setInput("<title>Packed</title>".getBytes(StandardCharsets.UTF_8));
        deflater.finish();
        byte[] packed = new byte[200];
        Buffer body = Buffer.buffer(Arrays.copyOf(packed, deflater.deflate(packed)));
        server.on("/packed", request -> {
            request.response().putHeader("content-encoding", "deflate");
            answer(200, HTML, body).handle(request);
        });
        assertThat(fetch(server.url("/packed")).html()).isEqualTo("<title>Packed</title>");
    }

    @ParameterizedTest
    @CsvSource({"gzip", "br"})
    void aPackingThatCannotBeUndoneIsUnreadable(String packing) {
        server.on("/broken", request -> {
            request.response().putHeader("content-encoding", packing);
            answer(200, HTML, Buffer.buffer("<p>not packed at all")).handle(request);
        });
        assertThat(failure(server.url("/broken")).code()).isEqualTo(ErrorCode.PAGE_UNREADABLE);
    }

    @Test
    void aSiteThatSendsAByteNowAndThenEndsAtTheDeadline() {
        server.on("/drip", server.dripping(50));
        SafeFetcher hasty = fetcher(within(Duration.ofMillis(600)), true, host -> List.of("127.0.0.1"));
        assertThat(failure(hasty, server.url("/drip")).code()).isEqualTo(ErrorCode.PAGE_TIMEOUT);
        Await.until(SOON, () -> server.open() == 0);
    }

    @Test
    void aSiteThatSaysNothingEndsWhenItHasBeenSilentTooLong() {
        server.on("/silent", request -> {});
        FetchLimits impatient =
                new FetchLimits(Duration.ofMinutes(1), Duration.ofMillis(400), Duration.ofSeconds(2), 1 << 20, 4 << 20);
        SafeFetcher hasty = fetcher(impatient, true, host -> List.of("127.0.0.1"));
        assertTimeoutPreemptively(
                SOON,
                () -> assertThat(failure(hasty, server.url("/silent")).code()).isEqualTo(ErrorCode.PAGE_TIMEOUT));
        Await.until(SOON, () -> server.open() == 0);
    }

    @Test
    void aSiteThatFallsSilentInTheMiddleEndsWhenItHasBeenSilentTooLong() {
        server.on(
                "/silent",
                request -> request.response()
                        .setChunked(true)
                        .putHeader("content-type", HTML)
                        .write("<p>and then"));
        FetchLimits impatient =
                new FetchLimits(Duration.ofMinutes(1), Duration.ofMillis(400), Duration.ofSeconds(2), 1 << 20, 4 << 20);
        SafeFetcher hasty = fetcher(impatient, true, host -> List.of("127.0.0.1"));
        assertTimeoutPreemptively(
                SOON,
                () -> assertThat(failure(hasty, server.url("/silent")).code()).isEqualTo(ErrorCode.PAGE_TIMEOUT));
        Await.until(SOON, () -> server.open() == 0);
    }

    @Test
    void aConnectionCutInTheMiddleIsSaidSo() {
        HostileServer cut = HostileServer.raw(
                vertx,
                socket -> socket.handler(asked -> socket.end(Buffer.buffer(
                        "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 1000\r\n\r\n<title>Half"))));
        Failure failure = failure(cut.url("/"));
        assertThat(failure.code()).isEqualTo(ErrorCode.PAGE_UNREACHABLE);
        assertThat(failure.getMessage()).contains("closed the connection");
    }

    @Test
    void aPageWithoutALengthEndsWithItsConnection() {
        HostileServer old = HostileServer.raw(
                vertx,
                socket -> socket.handler(asked ->
                        socket.end(Buffer.buffer("HTTP/1.0 200 OK\r\ncontent-type: text/html\r\n\r\n<p>old"))));
        assertThat(fetch(old.url("/")).html()).isEqualTo("<p>old");
    }

    @Test
    void aFloodOfHeadersIsNotTaken() {
        HostileServer flood = HostileServer.raw(
                vertx,
                socket -> socket.handler(asked -> {
                    socket.write("HTTP/1.1 200 OK\r\n");
                    for (int i = 0; i < 10_000; i++) {
                        socket.write("x-flood-" + i + ": " + "y".repeat(100) + "\r\n");
                    }
                }));
        assertThat(failure(flood.url("/")).code()).isEqualTo(ErrorCode.PAGE_UNREADABLE);
        Await.until(SOON, () -> flood.open() == 0);
    }

    @Test
    void whatIsNoHttpIsUnreadable() {
        HostileServer garbage = HostileServer.raw(
                vertx, socket -> socket.handler(asked -> socket.end(Buffer.buffer("220 smtp ready\r\n\r\n"))));
        assertThat(failure(garbage.url("/")).code()).isEqualTo(ErrorCode.PAGE_UNREADABLE);
    }

    @Test
    void cancellingClosesTheConnection() {
        server.on("/drip", server.dripping(50));
        Cancellation cancellation = new Cancellation();
        Future<FetchedPage> page = fetcher.fetch(server.url("/drip"), cancellation);
        Await.until(SOON, () -> server.open() == 1);
        cancellation.cancel();
        Await.until(SOON, () -> server.open() == 0);
        assertThat(catchThrowableOfType(Failure.class, page::await).code()).isEqualTo(ErrorCode.CANCELLED);
    }

    @Test
    void whatIsCancelledBeforehandIsNotBegun() {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();
        Future<FetchedPage> page = fetcher.fetch(server.url("/"), cancellation);
        assertThat(catchThrowableOfType(Failure.class, page::await).code()).isEqualTo(ErrorCode.CANCELLED);
        assertThat(server.opened()).isZero();
    }

    @Test
    void whatIsCancelledWhileTheNameIsLookedUpNeverConnects() {
        Promise<List<InetAddress>> lookup = Promise.promise();
        SafeFetcher slow = new SafeFetcher(vertx, LIMITS, true, host -> lookup.future());
        Cancellation cancellation = new Cancellation();
        Future<FetchedPage> page = slow.fetch(server.url("slow.test", "/"), cancellation);
        cancellation.cancel();
        assertThat(catchThrowableOfType(Failure.class, page::await).code()).isEqualTo(ErrorCode.CANCELLED);
        lookup.complete(List.of(address("127.0.0.1")));
        fetch(server.url("/"));
        assertThat(server.opened()).isEqualTo(1);
    }

    // What is answered

    @ParameterizedTest
    @CsvSource({
        "404,PAGE_NOT_FOUND,false",
        "410,PAGE_NOT_FOUND,false",
        "401,PAGE_FORBIDDEN,false",
        "403,PAGE_FORBIDDEN,false",
        "451,PAGE_FORBIDDEN,false",
        "429,PAGE_RATE_LIMITED,true",
        "500,PAGE_SERVER_ERROR,true",
        "503,PAGE_SERVER_ERROR,true",
        "204,PAGE_EMPTY,false",
        "304,PAGE_UNREADABLE,false"
    })
    void aStatusHasACodeOfItsOwn(int status, ErrorCode code, boolean passing) {
        server.on("/status", request -> request.response().setStatusCode(status).end());
        assertThat(failure(server.url("/status")).code()).isEqualTo(code);
        assertThat(code.isTransient()).isEqualTo(passing);
    }

    @Test
    void aSiteIsNotLetTellUsToWaitForEver() {
        server.on(
                "/later",
                request -> request.response()
                        .setStatusCode(503)
                        .putHeader("retry-after", "86400")
                        .end());
        assertThat(failure(server.url("/later")).retryAfter()).hasValue(Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @CsvSource({"application/pdf,PDF", "image/png,image", "application/json,data", "text/plain,another type"})
    void whatIsNoPageIsNamed(String type, String word) {
        server.on("/file", answer(200, type, Buffer.buffer("<html>%PDF-1.7")));
        Failure failure = failure(server.url("/file"));
        assertThat(failure.code()).isEqualTo(ErrorCode.PAGE_NOT_HTML);
        assertThat(failure.getMessage()).contains(word);
    }

    @Test
    void aPageThatDoesNotSayWhatItIsIsRecognized() {
        server.on("/untyped", request -> request.response().end("\n <!DOCTYPE html><title>Untyped</title>"));
        assertThat(fetch(server.url("/untyped")).contentType()).isEqualTo("text/html");
    }

    @Test
    void anotherFileThatDoesNotSayWhatItIsIsRefused() {
        server.on("/untyped", request -> request.response().end("%PDF-1.7 <html>"));
        assertThat(failure(server.url("/untyped")).code()).isEqualTo(ErrorCode.PAGE_NOT_HTML);
    }

    @Test
    void nothingAtAllIsAnEmptyPage() {
        server.on("/empty", answer(200, HTML, Buffer.buffer()));
        assertThat(failure(server.url("/empty")).code()).isEqualTo(ErrorCode.PAGE_EMPTY);
    }

    private SafeFetcher fetcher(FetchLimits limits, boolean allowPrivate, Function<String, List<String>> names) {
        return new SafeFetcher(vertx, limits, allowPrivate, host -> {
            dnsLookups.incrementAndGet();
            return Future.succeededFuture(
                    names.apply(host).stream().map(SafeFetcherTest::address).toList());
        });
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(text));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static FetchLimits within(Duration total) {
        return new FetchLimits(total, LIMITS.idle(), LIMITS.connect(), LIMITS.keptBytes(), LIMITS.maxBytes());
    }

    private FetchedPage fetch(URI url) {
        return fetch(fetcher, url);
    }

    private static FetchedPage fetch(SafeFetcher by, URI url) {
        return by.fetch(url, new Cancellation()).await();
    }

    private Failure failure(URI url) {
        return failure(fetcher, url);
    }

    private static Failure failure(SafeFetcher by, URI url) {
        return catchThrowableOfType(Failure.class, () -> fetch(by, url));
    }
}
