package dev.pressroom.web;

import dev.pressroom.support.Await;
import java.time.Duration;
import java.util.List;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** The page in a browser, with the actions and queries that the tests use. */
final class Page implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(20);
    static final Duration A_JOB = Duration.ofSeconds(60);

    private static final String FOUND = """
            const found = [...document.querySelectorAll(arguments[0])];
            const shown = (element) => element.checkVisibility({ visibilityProperty: true });
            const read = (element) => shown(element) ? element.innerText.trim() : '';
            """;

    private static final String CLICK = """
            const [element] = found.filter(shown);
            if (!element || element.disabled) {
              return false;
            }
            element.scrollIntoView({ behavior: 'instant', block: 'center' });
            const { x, y, width, height } = element.getClientRects()[0];
            if (!element.contains(document.elementFromPoint(x + width / 2, y + height / 2))) {
              return false;
            }
            element.click();
            return true;
            """;

    private final ChromeDriver browser = Browser.start();

    /** Loads an address, even when it differs from the current one only in its fragment. */
    void open(String address) {
        browser.get("about:blank");
        browser.get(address);
    }

    /** Loads an address with a token in the session storage of the tab. */
    void openWith(String address, String token) {
        open(address);
        browser.executeScript("sessionStorage.setItem('pressroom.token', arguments[0])", token);
        open(address);
    }

    /** Goes to an address as a link would. */
    void follow(String address) {
        browser.get(address);
    }

    void reload() {
        browser.navigate().refresh();
    }

    void back() {
        browser.navigate().back();
    }

    String address() {
        return browser.getCurrentUrl();
    }

    /** Clears the local and session storage of the page. */
    void forgetAll() {
        browser.executeScript("localStorage.clear(); sessionStorage.clear()");
    }

    WebElement find(String selector) {
        return browser.findElement(By.cssSelector(selector));
    }

    List<WebElement> all(String selector) {
        return browser.findElements(By.cssSelector(selector));
    }

    /** The visible text of the first matching element, which must exist. */
    String text(String selector) {
        return (String) on(selector, "return read(found[0])");
    }

    @SuppressWarnings("unchecked")
    List<String> texts(String selector) {
        return (List<String>) on(selector, "return found.map(read)");
    }

    boolean shows(String selector) {
        return (boolean) on(selector, "return found.some(shown)");
    }

    /** Clicks the first such element as soon as a pointer can reach it. */
    void click(String selector) {
        Await.until(SOON, () -> (boolean) on(selector, CLICK));
    }

    void type(String selector, String text) {
        awaitShown(selector);
        find(selector).clear();
        find(selector).sendKeys(text);
    }

    /** Runs a script on the page and returns its result; a promise is awaited. */
    Object script(String script) {
        return browser.executeScript(script);
    }

    /** One script call: between two calls the page could replace the elements. */
    private Object on(String selector, String script) {
        return browser.executeScript(FOUND + script, selector);
    }

    /** Runs a script that sends requests, and holds back the response for the given path once it has arrived. */
    void holdAnswers(String path, String asking) {
        script("""
                const send = window.fetch;
                window.held = new Promise((go) => (window.letGo = go));
                window.fetch = async (...request) => {
                  const answer = await send(...request);
                  const { pathname, search } = new URL(request[0], document.baseURI);
                  if ((pathname + search).startsWith('%s')) {
                    window.answered = true;
                    await window.held;
                  }
                  return answer;
                };
                window.asking = %s;
                """.formatted(path, asking));
        Await.until(SOON, () -> Boolean.TRUE.equals(script("return window.answered === true")));
    }

    /** Releases the held response and waits until the script has ended. */
    void letAnswersGo() {
        script("window.letGo(); return window.asking.then(() => true)");
    }

    void awaitText(String selector, String part) {
        Await.value(SOON, () -> text(selector), text -> text.contains(part));
    }

    void awaitShown(String selector) {
        Await.until(SOON, () -> shows(selector));
    }

    /** The phase of the job in a tab panel: waiting, running, succeeded or failed; empty without a job. */
    String phase(String panel) {
        return (String) on(panel + " .job-progress", "return shown(found[0]) ? found[0].dataset.phase ?? '' : ''");
    }

    void awaitPhase(String panel, String phase) {
        Await.value(A_JOB, () -> phase(panel), phase::equals);
    }

    /** Messages of the browser console since the last call. */
    List<String> console() {
        return browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    @Override
    public void close() {
        browser.quit();
    }
}
