package dev.pressroom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pressroom.support.Await;
import dev.pressroom.support.Service;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page as a person uses it: a real browser, the real service, the demo model at a pace that can be watched. */
class PageIT {
    private static final Logger LOG = LoggerFactory.getLogger(PageIT.class);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration AN_ARTICLE = Duration.ofSeconds(60);
    private static final String TOPIC = "Watering succulents";

    private static Service service;
    private static ChromeDriver browser;

    @BeforeAll
    static void start() {
        if (Browser.missing().isPresent()) {
            LOG.warn("the page is not tested: {}", Browser.missing().get());
            return;
        }
        browser = Browser.start();
        service = Service.start(Map.of("PRESSROOM_DEMO_PACE_MS", "4"));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.quit();
        }
        if (service != null) {
            service.close();
        }
    }

    /** A page loaded anew for each test, and a user without a past. */
    @BeforeEach
    void openAsSomebodyNew() {
        assumeTrue(Browser.missing().isEmpty(), () -> Browser.missing().orElse(""));
        openWith(service, service.token(UUID.randomUUID()));
    }

    @Test
    void anArticleAppearsWhileItIsWritten() {
        order(TOPIC);
        String early = Await.value(SOON, () -> text("text"), shown -> shown.length() > 80);
        assertThat(phase()).isEqualTo("running");
        assertThat(early).isNotBlank();
        Await.until(SOON, () -> text("text").length() > early.length());
        assertThat(phase()).isEqualTo("running");
    }

    @Test
    void stepsAndProgressAreShownWhileItIsWritten() {
        order(TOPIC);
        Await.until(SOON, () -> progress() > 0 && phase().equals("running"));
        assertThat(text("step")).isNotBlank();
        assertThat(text("left")).contains("%");
        assertThat(texts("#milestones [aria-current='step']")).hasSize(1);
    }

    @Test
    void aFinishedArticleIsShownWhole() {
        order(TOPIC);
        awaitPhase("succeeded");
        assertThat(progress()).isEqualTo(100);
        assertThat(text("step")).isEqualTo("Done, saved as a draft");
        assertThat(text("byline")).contains("written by the demo model");
        assertThat(texts("#text h2")).hasSizeGreaterThan(2);
        assertThat(text("text")).doesNotContain("![IMAGE:", "![CHART:");
        assertThat(texts("#text .stand-in")).isNotEmpty();
        assertThat(find("seo").isDisplayed()).isTrue();
        assertThat(find("visuals").isDisplayed()).isTrue();
    }

    @Test
    void aFinishedArticleIsThereAgainAfterReloading() {
        order(TOPIC);
        awaitPhase("succeeded");
        String written = text("text");
        browser.navigate().refresh();
        awaitPhase("succeeded");
        Await.until(SOON, () -> text("text").equals(written));
    }

    @Test
    void anEarlierArticleIsOpenedFromTheList() {
        order(TOPIC);
        awaitPhase("succeeded");
        browser.get(service.url() + "/#");
        Await.until(SOON, () -> find("blank").isDisplayed());
        Await.value(SOON, () -> browser.findElements(By.cssSelector("#history-body a")), links -> !links.isEmpty())
                .get(0)
                .click();
        awaitPhase("succeeded");
        assertThat(text("headline")).isNotBlank();
    }

    @Test
    void aRunningArticleIsCancelled() {
        order(TOPIC);
        Await.until(SOON, () -> !text("text").isEmpty());
        find("cancel").click();
        awaitPhase("failed");
        assertThat(text("step")).isEqualTo("Cancelled");
    }

    @Test
    void aCancelledArticleIsTriedAgain() {
        order(TOPIC);
        Await.until(SOON, () -> !text("text").isEmpty());
        find("cancel").click();
        awaitPhase("failed");
        find("retry").click();
        awaitPhase("succeeded");
        assertThat(texts("#text h2")).hasSizeGreaterThan(2);
    }

    @Test
    void htmlInATopicIsShownAsText() {
        String hostile = "<img src=x onerror=window.caught=1><b>Bold</b> plans";
        order(hostile);
        awaitPhase("succeeded");
        assertThat(text("headline")).contains("<b>");
        assertThat(browser.findElements(By.cssSelector("#article b, #article img, #history b, #history img")))
                .isEmpty();
        assertThat(browser.executeScript("return window.caught === undefined")).isEqualTo(true);
    }

    @Test
    void anOrderWithoutATopicIsRefusedAtItsField() {
        find("write").click();
        assertThat(text("title-fault")).isEqualTo("Topic needs a few words");
        assertThat(find("blank").isDisplayed()).isTrue();
    }

    @Test
    void aRefusalOfTheServerIsShownAtItsField() {
        browser.findElement(By.cssSelector(".more summary")).click();
        find("cta-text").sendKeys("Click");
        find("cta-href").sendKeys("javascript:alert(1)");
        order(TOPIC);
        Await.until(SOON, () -> text("cta-href-fault").contains("must be an http(s) or a relative link"));
    }

    @Test
    void aTokenThatIsRefusedIsReplacedInDevelopment() {
        openWith(service, "not.a.token");
        order(TOPIC);
        awaitPhase("succeeded");
    }

    @Test
    void aStreamThatBreaksOffIsTakenUpAgain() {
        try (Service hasty = Service.start(Map.of("PRESSROOM_DEMO_PACE_MS", "4", "PRESSROOM_STREAMS_MAX_AGE", "1s"))) {
            openWith(hasty, hasty.token(UUID.randomUUID()));
            order(TOPIC);
            awaitPhase("succeeded");
            assertThat(texts("#text h2")).doesNotHaveDuplicates().hasSizeGreaterThan(2);
        }
    }

    @Test
    void theApiCanBeReadAndTried() {
        browser.get(service.url() + "/docs");
        Await.until(SOON, () -> browser.findElements(By.cssSelector(".opblock")).size() >= 11);
    }

    @Test
    void nothingIsReportedToTheConsole() {
        browser.manage().logs().get(LogType.BROWSER);
        order(TOPIC);
        awaitPhase("succeeded");
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
                .extracting(LogEntry::getMessage)
                .isEmpty();
    }

    private static void openWith(Service service, String token) {
        browser.get("about:blank");
        browser.get(service.url() + "/#token=" + token);
    }

    private static void order(String topic) {
        find("title").sendKeys(topic);
        find("business").sendKeys("Garden centre");
        find("audience").sendKeys("People with their first plants");
        find("write").click();
    }

    private static void awaitPhase(String phase) {
        Await.value(AN_ARTICLE, PageIT::phase, phase::equals);
    }

    private static String phase() {
        String phase = find("run").getDomAttribute("data-phase");
        return phase == null ? "" : phase;
    }

    private static int progress() {
        return ((Number) browser.executeScript("return document.getElementById('progress').value")).intValue();
    }

    private static String text(String id) {
        return find(id).getText();
    }

    private static List<String> texts(String selector) {
        return browser.findElements(By.cssSelector(selector)).stream()
                .map(WebElement::getText)
                .toList();
    }

    private static WebElement find(String id) {
        return browser.findElement(By.id(id));
    }
}
