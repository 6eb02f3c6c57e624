package dev.pressroom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pressroom.pipeline.StepResult;
import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;

/** The examples for React, Vue and useChat follow jobs of a real service, with the real libraries, at another origin. */
class FrameworkExamplesIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String TEXT = "The first half. The second half.";
    private static ExamplePages pages;
    private static ChromeDriver browser;

    private final UUID user = UUID.randomUUID();
    private final Promise<Void> half = Promise.promise();
    private final ScriptedPipeline pipeline = new ScriptedPipeline()
            .step(
                    "outline",
                    context -> Future.succeededFuture(
                            new StepResult(new JsonObject().put("title", "Tomatoes"), 3, List.of())))
            .step("article", context -> {
                context.restartText();
                context.text("The first half. ");
                return ScriptedPipeline.here(half.future()).map(go -> {
                    context.text("The second half.\n");
                    JsonObject post = new JsonObject().put("content", TEXT);
                    return new StepResult(post, 3, "blog-result", post);
                });
            });
    private Service service;
    private Api api;

    @BeforeAll
    static void open() {
        assumeTrue(Browser.missing().isEmpty(), () -> Browser.missing().orElse(""));
        browser = Browser.start();
        browser.manage().timeouts().scriptTimeout(SOON);
        pages = ExamplePages.open();
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.quit();
            pages.close();
        }
    }

    private void start(Map<String, String> env) {
        service = Service.start(env, pipeline.asPipelines());
        api = service.api(user);
    }

    @AfterEach
    void stop() {
        browser.get("about:blank");
        half.tryComplete();
        service.close();
    }

    private void show(String page, String query, UUID job) {
        browser.get(pages.url() + "/" + page + query + "#server=" + service.url() + "&token=" + service.token(user)
                + (job == null ? "" : "&job=" + job));
        Await.until(SOON, () -> !browser.findElements(By.tagName("output")).isEmpty());
    }

    private static String text(String element) {
        Object text = browser.executeScript(
                "return document.querySelector(arguments[0])?.textContent ?? 'no such element'", element);
        return text.toString().strip();
    }

    /** Frameworks may show the parts of one change one after another. */
    private static void awaitText(String element, String expected) {
        Await.value(SOON, () -> text(element), expected::equals);
    }

    @ParameterizedTest
    @ValueSource(strings = {"react", "vue"})
    void aHookShowsTheTextWhileItIsWritten(String page) {
        start(Map.of());
        show(page, "", api.created(Api.order("Tomatoes")));

        awaitText("pre", "The first half.");
        awaitText("output", "running");
        half.complete();

        awaitText("output", "succeeded");
        awaitText("pre", TEXT);
        Await.until(
                SOON, () -> (boolean) browser.executeScript("return document.querySelector('progress').value === 100"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"react", "vue"})
    void aHookFollowsTheJobOfItsNewId(String page) {
        start(Map.of());
        UUID first = api.created(Api.order("Tomatoes"));
        show(page, "", null);
        awaitText("output", "queued");

        browser.executeScript("follow(arguments[0])", first.toString());
        awaitText("pre", "The first half.");
        api.cancel(first);
        awaitText("output", "failed");
        awaitText("p", "Cancelled");
        half.complete();
        browser.executeScript(
                "follow(arguments[0])", api.created(Api.order("Peppers")).toString());

        awaitText("output", "succeeded");
        awaitText("pre", TEXT);
        awaitText("p", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"react", "vue"})
    void aHookSaysThatThereIsNoSuchJob(String page) {
        start(Map.of());
        show(page, "", UUID.randomUUID());

        awaitText("output", "failed");
        Await.until(SOON, () -> !text("p").isEmpty());
    }

    private void write() {
        show("chat", "?theme=dark", null);
        browser.executeScript(
                "chat.write('Tomatoes', arguments[0])",
                Map.of("organizationId", UUID.randomUUID().toString(), "businessInfo", Map.of()));
        awaitText("pre", "The first half.");
    }

    private static UUID jobInUrl() {
        return UUID.fromString((String) browser.executeScript("return new URL(location).searchParams.get('job')"));
    }

    @Test
    void useChatShowsTheTextWhileItIsWritten() {
        start(Map.of());
        write();

        awaitText("output", "streaming");
        awaitText("h1", "Tomatoes");
        Await.until(SOON, () -> (boolean) browser.executeScript("return document.querySelector('progress').value > 0"));
        half.complete();

        awaitText("output", "ready");
        awaitText("pre", TEXT);
        assertThat(api.status(jobInUrl()).getString("title")).isEqualTo("Tomatoes");
    }

    @Test
    void useChatStopsTheJobToo() {
        start(Map.of());
        write();

        browser.executeAsyncScript("chat.stop().then(arguments[0])");

        awaitText("output", "ready");
        assertThat(api.await(jobInUrl(), "failed").getString("errorCode")).isEqualTo("CANCELLED");
    }

    @Test
    void useChatShowsARunningArticleAfterAReload() {
        start(Map.of());
        write();

        browser.navigate().refresh();

        awaitText("pre", "The first half.");
        assertThat(browser.getCurrentUrl()).contains("theme=dark");
        half.complete();
        awaitText("output", "ready");
        awaitText("pre", TEXT);
    }

    @Test
    void useChatShowsTheTextOnceWhenItsStreamIsOpenedAgain() {
        start(Map.of("PRESSROOM_STREAMS_MAX_AGE", "10s"));
        write();
        awaitText("output", "error");
        Await.until(SOON, () -> !text("p").isEmpty());
        half.complete();
        api.await(jobInUrl(), "succeeded");

        browser.executeScript("chat.resumeStream()");

        awaitText("output", "ready");
        awaitText("pre", TEXT);
    }

    @Test
    void useChatReportsWhatTheServiceRefuses() {
        start(Map.of());
        show("chat", "", null);

        browser.executeScript("chat.write('Tomatoes', {})");

        awaitText("output", "error");
        Await.until(SOON, () -> text("p").contains("VALIDATION"));
        assertThat(Api.json(api.get("/api/v1/jobs")).getJsonArray("jobs")).isEmpty();
    }
}
