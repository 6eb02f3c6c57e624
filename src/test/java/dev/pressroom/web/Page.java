package dev.pressroom.web;

import dev.pressroom.support.Await;
import java.time.Duration;
import java.util.List;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** The page in a browser, as the tests speak of it. */
final class Page implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(20);
    static final Duration A_JOB = Duration.ofSeconds(60);

    private final ChromeDriver browser = Browser.start();

    /** Opens an address anew, also when only what follows its # is another. */
    void open(String address) {
        browser.get("about:blank");
        browser.get(address);
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

    /** Everything that this browser keeps for the page is forgotten. */
    void forgetAll() {
        browser.executeScript("localStorage.clear(); sessionStorage.clear()");
    }

    WebElement find(String selector) {
        return browser.findElement(By.cssSelector(selector));
    }

    List<WebElement> all(String selector) {
        return browser.findElements(By.cssSelector(selector));
    }

    String text(String selector) {
        return find(selector).getText();
    }

    List<String> texts(String selector) {
        return all(selector).stream().map(WebElement::getText).toList();
    }

    boolean shows(String selector) {
        return all(selector).stream().anyMatch(WebElement::isDisplayed);
    }

    void click(String selector) {
        Await.until(SOON, () -> shows(selector));
        find(selector).click();
    }

    void type(String selector, String text) {
        find(selector).clear();
        find(selector).sendKeys(text);
    }

    /** What a script says that is run on the page. */
    Object script(String script) {
        return browser.executeScript(script);
    }

    void awaitText(String selector, String part) {
        Await.value(SOON, () -> text(selector), text -> text.contains(part));
    }

    void awaitShown(String selector) {
        Await.until(SOON, () -> shows(selector));
    }

    /** How the job on a desk stands: waiting, running, succeeded or failed; empty when there is none. */
    String phase(String desk) {
        String phase = find(desk + " .run").getDomAttribute("data-phase");
        return phase == null ? "" : phase;
    }

    void awaitPhase(String desk, String phase) {
        Await.value(A_JOB, () -> phase(desk), phase::equals);
    }

    /** What the page has reported to the console since the last time. */
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
