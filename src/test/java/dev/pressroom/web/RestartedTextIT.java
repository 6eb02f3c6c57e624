package dev.pressroom.web;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pressroom.pipeline.StepResult;
import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.chrome.ChromeDriver;

/** Examples and the client's {@code text()} with an article whose second attempt writes other text than the first. */
class RestartedTextIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String SECOND = "A second text, which is longer than the first. The end.";
    private static ChromeDriver browser;

    private final Promise<Void> restart = Promise.promise();
    private final Promise<Void> end = Promise.promise();
    private Service service;
    private Api api;
    private String token;

    @BeforeAll
    static void open() {
        assumeTrue(Browser.missing().isEmpty(), () -> Browser.missing().orElse(""));
        browser = Browser.start();
        browser.manage().timeouts().scriptTimeout(SOON);
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.quit();
        }
    }

    @BeforeEach
    void start() {
        ScriptedPipeline pipeline = new ScriptedPipeline().step("article", context -> {
            context.restartText();
            context.text("A first text. ");
            return ScriptedPipeline.here(restart.future())
                    .compose(go -> {
                        context.restartText();
                        context.text("A second text, ");
                        context.text("which is longer than the first. ");
                        return ScriptedPipeline.here(end.future());
                    })
                    .map(go -> {
                        JsonObject post =
                                new JsonObject().put("title", "Second").put("content", SECOND);
                        return new StepResult(post, 3, "blog-result", post);
                    });
        });
        service = Service.start(Map.of(), pipeline.asPipelines());
        UUID user = UUID.randomUUID();
        api = service.api(user);
        token = service.token(user);
        browser.get(service.url() + "/docs/errors");
    }

    @AfterEach
    void stop() {
        browser.get("about:blank");
        restart.tryComplete();
        end.tryComplete();
        service.close();
    }

    private String shown() {
        return String.valueOf(
                browser.executeScript("return (window.shown ?? document.getElementById('article'))?.textContent"));
    }

    private void awaitShown(String text) {
        Await.value(SOON, this::shown, text::equals);
    }

    @Test
    void theBrowserExampleShowsTheSecondTextOnly() {
        browser.executeScript("sessionStorage.setItem('example-token', arguments[0])", token);
        browser.get(service.url() + "/examples/browser.html");

        awaitShown("A first text. ");
        restart.complete();
        awaitShown("A second text, which is longer than the first. ");
        end.complete();
        awaitShown(SECOND);
    }

    @Test
    void theEventSourceExampleShowsTheSecondTextOnly() {
        UUID job = api.created(Api.order("A"));
        browser.executeScript("""
                const [url, token, job] = arguments;
                window.shown = { textContent: '' };
                import('/examples/eventsource.js')
                  .then(({ follow }) => follow(url, token, job, (text) => (shown.textContent = text)));
                """, service.url(), token, job.toString());

        awaitShown("A first text. ");
        restart.complete();
        awaitShown("A second text, which is longer than the first. ");
    }

    @Test
    void piecesBeginAnewAfterOnRestart() {
        UUID job = api.created(Api.order("A"));
        browser.executeScript("""
                const [url, token, job] = arguments;
                window.shown = { textContent: '' };
                import('/client/pressroom.js').then(async ({ Pressroom }) => {
                  const handle = new Pressroom({ baseUrl: url, token }).jobs.handle(job);
                  const onRestart = () => (shown.textContent = '');
                  for await (const piece of handle.text({ onRestart })) shown.textContent += piece;
                });
                """, service.url(), token, job.toString());

        awaitShown("A first text. ");
        restart.complete();
        awaitShown("A second text, which is longer than the first. ");
        end.complete();
        awaitShown(SECOND);
    }
}
