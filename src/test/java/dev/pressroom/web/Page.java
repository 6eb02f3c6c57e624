package dev.pressroom.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** The page in a browser, with the actions and queries that the tests use. */
final class Page implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(60);
    static final Duration A_JOB = Duration.ofSeconds(120);

    private static final String FOUND = """
            const found = [...document.querySelectorAll(arguments[0])];
            const shown = (element) => Boolean(element?.checkVisibility({ visibilityProperty: true }));
            const read = (element) => shown(element) ? element.innerText.trim() : '';
            """;

    /**
     * Where a pointer reaches the first shown element, in pixels of the window; null when something covers it or it moves
     * within ten frames.
     */
    private static final String REACH = """
            const [element] = found.filter(shown);
            if (!element || element.disabled) {
              return null;
            }
            element.scrollIntoView({ behavior: 'instant', block: 'center' });
            const place = () => {
              const [rectangle] = element.getClientRects();
              return rectangle && [rectangle.x + rectangle.width / 2, rectangle.y + rectangle.height / 2].map(Math.round);
            };
            const at = place();
            const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
            return (async () => {
              for (let frames = 0; frames < 10; frames++) {
                await frame();
                if (`${place()}` !== `${at}`) {
                  return null;
                }
              }
              return element.contains(document.elementFromPoint(...at)) ? at : null;
            })();
            """;

    /** Sets {@code window.missedClick} to the markup that receives the next click when it is not in a found element. */
    private static final String RECORD_CLICK = """
            window.missedClick = 'no element';
            addEventListener('click', ({ target }) => {
              window.missedClick = found.some((element) => element.contains(target)) ? null : target.outerHTML;
            }, { capture: true, once: true });
            """;

    /** Waits for transitions and animations: colors that are between two values have another contrast. */
    private static final String ANIMATIONS_END = """
            const ending = document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity);
            return Promise.allSettled(ending.map(({ finished }) => finished)).then(() => true);
            """;

    private static final int MAX_TAB_STEPS = 60;

    /** The tag and id of the focused element when its focus cannot be seen, else empty. */
    private static final String FOCUSED = """
            const element = document.activeElement;
            const { outlineStyle, outlineWidth } = getComputedStyle(element);
            const seen = element === document.body || (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1);
            return seen ? '' : `${element.tagName}#${element.id}.${element.className}`;
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

    /**
     * Moves the pointer to the first such element, as soon as it can be reached, and presses its button. Fails when the click
     * reached another element, because the page has moved meanwhile.
     */
    void click(String selector) {
        List<Long> at = Await.value(SOON, () -> reach(selector), Objects::nonNull);
        on(selector, RECORD_CLICK);
        new Actions(browser)
                .moveToLocation(at.get(0).intValue(), at.get(1).intValue())
                .click()
                .perform();
        assertThat(script("return window.missedClick ?? ''")).isEqualTo("");
    }

    @SuppressWarnings("unchecked")
    private List<Long> reach(String selector) {
        return (List<Long>) on(selector, REACH);
    }

    /** Presses keys one after the other, wherever the focus is. */
    void press(CharSequence... keys) {
        new Actions(browser).sendKeys(keys).perform();
    }

    /** Clears a field by its keys and types the text, at the element that has the focus. */
    void typeHere(String text) {
        new Actions(browser)
                .keyDown(Keys.CONTROL)
                .sendKeys("a")
                .keyUp(Keys.CONTROL)
                .sendKeys(text)
                .perform();
    }

    /** Presses the tab key until an element that matches has the focus; every element on the way shows its focus. */
    void tabTo(String selector) {
        for (int steps = 0; steps < MAX_TAB_STEPS; steps++) {
            press(Keys.TAB);
            String focused = (String) script(FOCUSED);
            if (!focused.isEmpty()) {
                throw new AssertionError("the focus is not visible at " + focused);
            }
            if ((boolean) browser.executeScript("return document.activeElement.matches(arguments[0])", selector)) {
                return;
            }
        }
        throw new AssertionError("the tab key does not reach " + selector);
    }

    /** The faults of the page by axe-core whose impact is serious or critical, one a line. */
    @SuppressWarnings("unchecked")
    List<String> faults() {
        script(ANIMATIONS_END);
        script(Axe.SCRIPT);
        return (List<String>) browser.executeScript(Axe.RUN);
    }

    void size(int width, int height) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** @param scheme {@code dark} or {@code light} */
    void colorScheme(String scheme) {
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
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
