package dev.pressroom.page.fetch;

import static dev.pressroom.support.HostileServer.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pressroom.base.Cancellation;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.page.FetchedPage;
import dev.pressroom.page.Page;
import dev.pressroom.page.read.PageReader;
import dev.pressroom.support.Await;
import dev.pressroom.support.HostileServer;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages whose content is elsewhere: behind a refresh, in frames, in style sheets, behind a check for robots. */
class SiteFetchTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final FetchLimits LIMITS =
            new FetchLimits(Duration.ofSeconds(8), Duration.ofSeconds(8), Duration.ofSeconds(2), 1 << 20, 4 << 20);
    private static final String BROTLI =
            "G0AAiJwFdqyZzlJI+6Wlw5U8Qmj9IvYmp3l82NpUDB1swIFD06KDPsjgkJsfOA6izxs/Q3UBWYr5RmwVbWcC";

    /** 64 MB of zeros in 106 bytes. */
    private static final String BROTLI_BOMB =
            "y///P/gnAOKxQCD3/o///3/wTwDEYRGA7v0f////4J8AiMMCAN37P/7//8E/ARCHBQC693/8//+DfwIgDgsAdO//+P//B/8EQBwWAOje"
                    + "//H//w/+CYA4LADQvf/L//8//BMAcVgAoHv/Bw==";

    private final Vertx vertx = Vertx.vertx();
    private final HostileServer server = HostileServer.start(vertx);
    private final SafeFetcher fetcher = new SafeFetcher(vertx, LIMITS, true, SiteFetchTest::addresses);

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    // Meta refresh

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0;url=/new",
                "0; URL='/new'",
                "5;URL=\"/new\"",
                "0,/new",
                "0 /new",
                "1.5; url = /new",
                ";url=/new",
                "0;url=new#part"
            })
    void aRefreshIsFollowed(String content) {
        server.html("/new", "<h1>New</h1>");
        refresh("/", content.replace("\"", "&quot;"));
        assertThat(read("/").url()).isEqualTo(server.url("/new"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"300;url=/new", "0", "0;url=/", "0;url=", "0;url=#top", "0;url=javascript:alert(1)", "x"})
    void aRefreshThatLeadsNowhereElseIsNotFollowed(String content) {
        refresh("/", content);
        assertThat(read("/").text()).isEqualTo("Old");
        assertThat(server.opened()).isEqualTo(1);
    }

    @Test
    void aRefreshForBrowsersWithoutScriptsIsNotFollowed() {
        server.html("/", "<noscript><meta http-equiv=refresh content='0;url=/nojs'></noscript><h1>Old</h1>");
        assertThat(read("/").text()).isEqualTo("Old");
    }

    @Test
    void refreshesAndRedirectsAreCountedTogether() {
        for (int i = 0; i < 12; i += 2) {
            server.redirect("/" + i, "/" + (i + 1));
            refresh("/" + (i + 1), "0;url=/" + (i + 2));
        }
        server.html("/12", "<h1>There</h1>");
        assertThat(read("/2").text()).isEqualTo("There");
        assertThat(failure("/0")).isEqualTo(ErrorCode.PAGE_TOO_MANY_REDIRECTS);
    }

    @Test
    void aRefreshInACircleEnds() {
        refresh("/a", "0;url=/b");
        refresh("/b", "0;url=/a");
        assertThat(failure("/a")).isEqualTo(ErrorCode.PAGE_TOO_MANY_REDIRECTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254/", "http://inner.test/", "//[::ffff:169.254.169.254]/"})
    void aRefreshToAnAddressThatIsNotPublicIsRefused(String url) {
        refresh("/", "0;url=" + url);
        assertThat(failure("/")).isEqualTo(ErrorCode.PAGE_REDIRECT_REFUSED);
    }

    // Frames

    @Test
    void framesAreReadInTheirOrder() {
        server.html(
                        "/",
                        "<title>Mill</title><frameset><frame src=/menu><frameset><frame src=/main></frameset></frameset>")
                .html("/menu", "<a href=/shop>Shop</a><p>Menu</p>")
                .html("/main", "<h1>Fresh bread</h1><a href=/order class=btn>Order now</a>");
        Page page = read("/");
        assertThat(page.title()).isEqualTo("Mill");
        assertThat(page.text()).contains("Menu", "Fresh bread");
        assertThat(page.headings()).extracting(Page.Heading::text).containsExactly("Fresh bread");
        assertThat(page.ctas()).extracting(Page.Cta::text).containsExactly("Order now");
    }

    @Test
    void aPageOfNothingButOneFrameIsReadByIt() {
        server.html("/", "<script src=x></script><iframe src=/main></iframe>").html("/main", "<h1>Fresh bread</h1>");
        assertThat(read("/").text()).isEqualTo("Fresh bread");
    }

    @Test
    void theFramesOfAPageWithTextAreNotFetched() {
        server.html("/", "<p>Bread</p><iframe src=/main></iframe>");
        assertThat(read("/").text()).isEqualTo("Bread");
        assertThat(server.opened()).isEqualTo(1);
    }

    @Test
    void withoutItsFramesAFramesetIsReadByItsNoframes() {
        server.html(
                "/",
                "<frameset><frame src=/missing><frame src=http://169.254.169.254/><noframes><h1>Old bread</h1>"
                        + "<a href=/order>Order now</a></noframes></frameset>");
        Page page = read("/");
        assertThat(page.text()).isEqualTo("Old bread\nOrder now");
        assertThat(page.ctas()).hasSize(1);
    }

    @Test
    void atMostFourFramesAreFetched() {
        server.html("/", "<frameset>" + frames(50) + "</frameset>");
        assertThat(failure("/")).isEqualTo(ErrorCode.PAGE_EMPTY);
        assertThat(server.opened()).isEqualTo(5);
    }

    // Style sheets

    @Test
    void coloursAreReadInTheStyleSheetsOfTheSite() {
        server.html("/", "<link rel='preload stylesheet' href=/a.css><p>Bread</p>")
                .on("/a.css", css(":root{--primary:#aa3300}"));
        assertThat(read("/").brandColors().primary()).contains("#aa3300");
    }

    @Test
    void styleSheetsOfOtherSitesAndForPrintersAreNotFetched() {
        HostileServer other = HostileServer.start(vertx);
        server.html(
                "/",
                "<link rel=stylesheet href='" + other.url("other.test", "/a.css")
                        + "'><link rel=stylesheet media=print href=/print.css><link rel='alternate stylesheet' href=/b.css>"
                        + "<p>Bread</p>");
        assertThat(read("/").brandColors()).isEqualTo(Page.BrandColors.NONE);
        assertThat(server.opened() + other.opened()).isEqualTo(1);
    }

    @Test
    void atMostThreeStyleSheetsAreFetched() {
        server.html("/", links(20) + "<p>Bread</p>");
        assertThat(read("/").text()).isEqualTo("Bread");
        assertThat(server.opened()).isEqualTo(4);
    }

    @Test
    void ofAStyleSheetTheFirst256KilobytesAreRead() {
        server.html("/", "<link rel=stylesheet href=/a.css><p>Bread</p>")
                .on("/a.css", css(":root{--primary:#aa3300}" + " ".repeat(600_000)));
        assertThat(fetch("/").sheets()).first().asString().hasSize(256 << 10);
    }

    @Test
    void aStyleSheetWithoutEndIsGivenUp() {
        server.html("/", "<link rel=stylesheet href=/a.css><p>Bread</p>").on("/a.css", request -> {
            request.response().putHeader("content-type", "text/css");
            server.endless(1L << 30).handle(request);
        });
        assertThat(read("/").text()).isEqualTo("Bread");
        assertThat(server.sent()).isLessThan(64 << 20);
        Await.until(SOON, () -> server.open() == 0);
    }

    @Test
    void aPageDoesNotWaitLongForItsStyleSheet() {
        FetchLimits hasty = new FetchLimits(Duration.ofSeconds(1), SOON, SOON, 1 << 20, 4 << 20);
        SafeFetcher fetcher = new SafeFetcher(vertx, hasty, true, SiteFetchTest::addresses);
        server.html("/", "<link rel=stylesheet href=/a.css><p>Bread</p>").on("/a.css", silent -> {});
        assertThat(fetcher.fetch(server.url("/"), new Cancellation()).await().html())
                .contains("Bread");
        Await.until(SOON, () -> server.open() == 0);
    }

    @Test
    void aStyleSheetThatRedirectsToAPrivateAddressIsLeftOut() {
        server.html("/", "<link rel=stylesheet href=/a.css><p>Bread</p>").redirect("/a.css", "http://169.254.169.254/");
        assertThat(fetch("/").sheets()).isEmpty();
    }

    @Test
    void allMemoryIsGivenBack() {
        server.html("/", links(3) + "<frameset>" + frames(3) + "</frameset>")
                .html("/f1", "<p>Bread</p>")
                .on("/s1.css", css("a{color:red}"));
        PageMemory memory = new PageMemory(vertx, 1 << 28);
        PageMemory.Share share = memory.share();
        PageMemory.Part part = share.part();
        part.receive(1000).compose(v -> part.parse(5000)).await();
        part.decoded(4000);
        assertThat(memory.share().part().parse(1 << 28).failed()).isTrue();
        share.close();
        assertThat(memory.share().part().parse(1 << 28).succeeded()).isTrue();
    }

    // Brotli

    @Test
    void brotliIsRead() {
        server.on("/", brotli(BROTLI));
        assertThat(read("/").text()).isEqualTo("Fresh bread");
    }

    @Test
    void aBrotliBombIsRefusedWhileItIsUnpacked() {
        server.on("/", brotli(BROTLI_BOMB));
        assertThat(failure("/")).isEqualTo(ErrorCode.PAGE_TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "EQ==", "G0AAiJwFdqyZzlJI+6Wlw5U8Qmj9", "/////w=="})
    void brokenBrotliIsNoPage(String packed) {
        server.on("/", brotli(packed));
        assertThat(failure("/")).isIn(ErrorCode.PAGE_UNREADABLE, ErrorCode.PAGE_EMPTY);
    }

    // Checks for robots, and apps

    @ParameterizedTest
    @CsvSource({"403", "503", "429", "200"})
    void aCheckForRobotsIsSaidToBeOne(int status) {
        server.on(
                "/",
                answer(
                        status,
                        "text/html",
                        Buffer.buffer("<title>Just a moment...</title><p>Enable JavaScript and cookies")));
        assertThat(failure("/")).isEqualTo(ErrorCode.PAGE_CHALLENGE);
    }

    @Test
    void aCheckThatIsAnnouncedInAHeaderIsSaidToBeOne() {
        server.on(
                "/",
                request -> request.response()
                        .setStatusCode(403)
                        .putHeader("cf-mitigated", "challenge")
                        .end());
        assertThat(failure("/")).isEqualTo(ErrorCode.PAGE_CHALLENGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<title>shop.test</title><script src='https://ct.captcha-delivery.com/c.js'></script>",
                "<title>Hello</title><p>Please confirm you are not a robot.</p><div class=g-recaptcha></div>",
                "<title>Robot Challenge Screen</title><p>Checking",
                "<iframe src='/_Incapsula_Resource?x=1'></iframe>"
            })
    void otherChecksForRobotsAreSaidToBeThat(String html) {
        server.html("/", html);
        assertThat(failure("/")).isEqualTo(ErrorCode.PAGE_CHALLENGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<title>Contact</title><h1>Write to us</h1><form><div class=g-recaptcha></div></form>",
                "<title>Bread</title><p>Bread</p><script src=/cdn-cgi/challenge-platform/scripts/jsd/main.js></script>"
            })
    void anOrdinaryPageWithAProtectedFormIsRead(String html) {
        server.html("/", html);
        assertThat(read("/").text()).isNotEmpty();
    }

    @Test
    void aPlainRefusalStaysOne() {
        server.on("/", answer(403, "text/html", Buffer.buffer("<title>Forbidden</title>" + "x".repeat(500_000))));
        assertThat(failure("/")).isEqualTo(ErrorCode.PAGE_FORBIDDEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<title>App</title><div id=root></div><script src=/app.js></script>",
                "<title>App</title><noscript>You need to enable JavaScript to run this app.</noscript><script type=module>x</script>",
                "<title>App</title><p>Loading...</p><script>x</script>",
                "<title>App</title><p>Please enable JavaScript to view this page.</p><script>x</script>"
            })
    void anAppWithoutContentIsSaidToBeOne(String html) {
        server.html("/", html);
        assertThat(failure("/")).isEqualTo(ErrorCode.PAGE_NEEDS_SCRIPTS);
    }

    private void refresh(String path, String content) {
        server.html(path, "<meta http-equiv=Refresh content=\"" + content + "\"><h1>Old</h1>");
    }

    private static String frames(int count) {
        StringBuilder frames = new StringBuilder();
        for (int i = 0; i < count; i++) {
            frames.append("<frame src=/f").append(i).append('>');
        }
        return frames.toString();
    }

    private static String links(int count) {
        StringBuilder links = new StringBuilder();
        for (int i = 0; i < count; i++) {
            links.append("<link rel=stylesheet href=/s").append(i).append(".css>");
        }
        return links.toString();
    }

    private static Handler<HttpServerRequest> css(String css) {
        return answer(200, "text/css", Buffer.buffer(css));
    }

    private static Handler<HttpServerRequest> brotli(String packed) {
        return request -> request.response()
                .putHeader("content-type", "text/html")
                .putHeader("content-encoding", "br")
                .end(Buffer.buffer(Base64.getDecoder().decode(packed)));
    }

    private static Future<List<InetAddress>> addresses(String host) {
        try {
            return Future.succeededFuture(
                    List.of(InetAddress.getByName(host.equals("inner.test") ? "169.254.169.254" : "127.0.0.1")));
        } catch (UnknownHostException e) {
            return Future.failedFuture(e);
        }
    }

    private FetchedPage fetch(String path) {
        return fetcher.fetch(server.url(path), new Cancellation()).await();
    }

    private Page read(String path) {
        return PageReader.read(fetch(path));
    }

    private ErrorCode failure(String path) {
        return catchThrowableOfType(Failure.class, () -> read(path)).code();
    }
}
