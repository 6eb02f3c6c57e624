package dev.pressroom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pressroom.model.Task;
import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.Service;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;

/** The cookbook's page without a framework, at another origin than the service. */
class PlainPageIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final HeldModel MODEL = new HeldModel();
    private static ExamplePages pages;
    private static ChromeDriver browser;
    private static Service service;

    private final UUID user = UUID.randomUUID();

    @BeforeAll
    static void start() {
        assumeTrue(Browser.missing().isEmpty(), () -> Browser.missing().orElse(""));
        browser = Browser.start();
        pages = ExamplePages.open();
        service = Service.start(
                Map.of("PRESSROOM_HTTP_CORS_ORIGINS", pages.url(), "STARTING_CREDITS", "1"), MODEL.asPipelines());
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.quit();
            service.close();
            pages.close();
        }
    }

    @BeforeEach
    void open() {
        browser.get(pages.url() + "/#sign-in");
        browser.executeScript(
                "sessionStorage.clear(); sessionStorage.setItem('token', arguments[0])", service.token(user));
        browser.get(pages.url() + "/plain.html?server=" + service.url());
        Await.until(
                SOON, () -> Boolean.TRUE.equals(browser.executeScript("return Boolean(document.forms[0]?.onsubmit)")));
    }

    @AfterEach
    void release() {
        browser.get("about:blank");
        MODEL.release();
    }

    private static void write() {
        browser.findElement(By.cssSelector("form button")).click();
    }

    private static void click(String id) {
        Await.until(SOON, () -> browser.findElement(By.id(id)).isDisplayed());
        browser.findElement(By.id(id)).click();
    }

    private static void awaitStatus(String part) {
        Await.value(SOON, () -> text("output"), status -> status.contains(part));
    }

    private static String text(String element) {
        return String.valueOf(
                browser.executeScript("return document.querySelector(arguments[0])?.textContent", element));
    }

    @Test
    void itShowsTheArticle() {
        write();
        awaitStatus("succeeded");
        assertThat(text("pre")).contains("## ");
    }

    @Test
    void itGoesOnAfterAReload() {
        MODEL.hold(Task.ARTICLE);
        write();
        MODEL.tell(Task.ARTICLE);
        Await.value(SOON, () -> text("pre"), shown -> !shown.isBlank());

        browser.navigate().refresh();
        Await.value(SOON, () -> text("pre"), shown -> !shown.isBlank());
        MODEL.release();

        awaitStatus("succeeded");
        assertThat(Api.json(service.api(user).get("/api/v1/jobs")).getJsonArray("jobs"))
                .hasSize(1);
    }

    @Test
    void itCancelsAndTriesAgain() {
        MODEL.hold(Task.ARTICLE);
        write();
        click("cancel");
        awaitStatus("Cancelled");
        MODEL.release();
        click("retry");
        awaitStatus("succeeded");
    }

    @Test
    void itSaysWhereToGetMoreCredits() {
        write();
        awaitStatus("succeeded");
        write();
        awaitStatus("/pricing");
    }
}
