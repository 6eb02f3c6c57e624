package dev.pressroom.web;

import dev.pressroom.support.Await;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.chrome.ChromeDriver;

/** The client library in a browser, on an empty page of the service or of a proxy before it. */
final class ClientPage implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final ChromeDriver browser = Browser.start();

    /** Opens the page at this origin and makes {@code window.client} with the given members of its options. */
    void open(String url, String options) {
        browser.get(url + "/client/pressroom.js");
        run("window.module = await import('/client/pressroom.js'); window.client = new module.Pressroom({ baseUrl: '"
                + url + "', " + options + " }); return true");
    }

    void openWithToken(String url, String token) {
        open(url, "token: '" + token + "'");
    }

    /** Runs the body of an asynchronous function and returns what it resolves with; fails when it rejects. */
    Object run(String script) {
        return browser.executeScript("return (async () => {" + script + "})()");
    }

    /**
     * Starts the body of an asynchronous function and does not wait for it. {@link #result} returns what it resolves
     * with.
     */
    void start(String script) {
        browser.executeScript(
                "window.outcome = undefined; (async () => {" + script
                        + "})().then((value) => (window.outcome = { value }), (error) => (window.outcome = { error: {"
                        + " name: error.name, message: error.message, status: error.status, errorCode: error.errorCode, retryAfter: error.retryAfter } }))");
    }

    /** Waits until the started function has ended, and returns what it resolved with; an error as its fields. */
    JsonObject result() {
        return Await.value(SOON, this::outcome, outcome -> outcome != null);
    }

    private JsonObject outcome() {
        Object outcome = browser.executeScript("return window.outcome && JSON.stringify(window.outcome)");
        return outcome == null ? null : new JsonObject((String) outcome);
    }

    /** Waits until the expression, evaluated in the page, is true. */
    void await(String expression) {
        Await.until(SOON, () -> Boolean.TRUE.equals(browser.executeScript("return Boolean(" + expression + ")")));
    }

    /** {@code frozen}, as a browser does with a tab in the background, or {@code active}. */
    void lifecycle(String state) {
        browser.executeCdpCommand("Page.setWebLifecycleState", Map.of("state", state));
    }

    @SuppressWarnings("unchecked")
    List<Object> list(String expression) {
        return (List<Object>) browser.executeScript("return " + expression);
    }

    /** Ends all that runs on the page. */
    void leave() {
        browser.get("about:blank");
    }

    @Override
    public void close() {
        browser.quit();
    }
}
