package dev.pressroom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pressroom.model.Task;
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
import org.openqa.selenium.Keys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page in a real browser, with the real service and the demo model, which a test can hold at a step. */
class PageIT {
    private static final Logger LOG = LoggerFactory.getLogger(PageIT.class);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String PANEL = "#article-panel";
    private static final String STEP = PANEL + " .step";
    private static final String TOPIC = "Watering succulents";

    private static final HeldModel MODEL = new HeldModel();

    private static Service service;
    private static Page page;

    @BeforeAll
    static void start() {
        if (Browser.missing().isPresent()) {
            LOG.warn("the page is not tested: {}", Browser.missing().get());
            return;
        }
        page = new Page();
        service = Service.start(Map.of(), MODEL.asPipelines());
    }

    @AfterAll
    static void stop() {
        if (page != null) {
            page.close();
        }
        if (service != null) {
            service.close();
        }
    }

    /** Each test loads the page anew, as a new user. */
    @BeforeEach
    void openAsSomebodyNew() {
        assumeTrue(Browser.missing().isEmpty(), () -> Browser.missing().orElse(""));
        openWith(service, service.token(UUID.randomUUID()));
    }

    @AfterEach
    void release() {
        MODEL.release();
    }

    @Test
    void anArticleAppearsWhileItIsWritten() {
        startWriting();
        String early = page.text("#text");
        MODEL.tell(Task.ARTICLE);
        Await.until(SOON, () -> page.text("#text").length() > early.length());
        assertThat(phase()).isEqualTo("running");
        MODEL.release();
        awaitWritten();
    }

    @Test
    void stepsAndProgressAreShownWhileItIsWritten() {
        startWriting();
        Await.until(SOON, () -> progress() > 0);
        assertThat(page.text(STEP)).isNotBlank();
        assertThat(page.text(PANEL + " .time-left")).contains("%");
        assertThat(page.texts(PANEL + " .milestones [aria-current='step']")).hasSize(1);
        MODEL.release();
        awaitPhase("succeeded");
    }

    @Test
    void aFinishedArticleIsShownWhole() {
        page.type("#business", "Garden centre");
        page.type("#audience", "People with their first plants");
        createArticle(TOPIC);
        awaitWritten();
        assertThat(progress()).isEqualTo(100);
        assertThat(page.text(STEP)).isEqualTo("Done, saved as a draft");
        assertThat(page.text("#byline")).contains("written by the demo model");
        assertThat(page.texts("#text h2")).hasSizeGreaterThan(2);
        assertThat(page.text("#text")).doesNotContain("![IMAGE:", "![CHART:");
        assertThat(page.texts("#text .placeholder-box")).isNotEmpty();
        assertThat(page.shows("#seo")).isTrue();
        assertThat(page.shows("#visuals")).isTrue();
    }

    @Test
    void everyStepThatIsDoneIsShownOnOneLine() {
        createArticle(TOPIC);
        awaitPhase("succeeded");
        assertThat(page.script("return [...document.querySelectorAll('" + PANEL + " .milestones .reached')].every("
                        + "(step) => step.offsetHeight < 2 * parseFloat(getComputedStyle(step).lineHeight))"))
                .isEqualTo(true);
    }

    @Test
    void aFinishedArticleIsThereAgainAfterReloading() {
        createArticle(TOPIC);
        awaitWritten();
        String written = page.text("#text");
        page.reload();
        awaitWritten();
        Await.until(SOON, () -> page.text("#text").equals(written));
    }

    @Test
    void anEarlierArticleIsOpenedFromTheList() {
        createArticle(TOPIC);
        awaitPhase("succeeded");
        page.follow(service.url() + "/#job");
        page.awaitShown("#article-empty");
        page.click(PANEL + " .history a");
        awaitPhase("succeeded");
        assertThat(page.text("#headline")).isNotBlank();
    }

    @Test
    void aRunningArticleIsCancelled() {
        startWriting();
        page.click(PANEL + " .cancel");
        awaitPhase("failed");
        assertThat(page.text(STEP)).isEqualTo("Cancelled");
    }

    @Test
    void theTextOfACancelledArticleStaysReadable() {
        startWriting();
        String written = page.text("#text");
        page.click(PANEL + " .cancel");
        awaitPhase("failed");
        page.awaitText("#text", written.substring(0, 40));
        page.reload();
        awaitPhase("failed");
        page.awaitText("#text", written.substring(0, 40));
        assertThat(page.shows("#copy")).isTrue();
    }

    @Test
    void aRunningArticleShowsItsTitleAndFormInAnotherBrowser() {
        String token = tokenOfTab();
        page.type("#audience", "People with their first plants");
        startWriting();
        String address = page.address();
        page.forgetAll();
        page.openWith(address, token);
        page.awaitText("#headline", TOPIC);
        Await.until(SOON, () -> TOPIC.equals(page.find("#title").getDomProperty("value")));
        assertThat(page.find("#audience").getDomProperty("value")).isEqualTo("People with their first plants");
        MODEL.release();
        awaitWritten();
    }

    @Test
    void theInputOfAnOpenArticleDoesNotReplaceWhatTheUserTypes() {
        createArticle(TOPIC);
        awaitPhase("succeeded");
        String address = page.address();
        page.open(service.url() + "/#job");
        page.type("#title", "Another topic");
        page.follow(address);
        page.awaitShown(PANEL + " .again");
        assertThat(page.find("#title").getDomProperty("value")).isEqualTo("Another topic");
    }

    @Test
    void theSameArticleIsRequestedAgain() {
        createArticle(TOPIC);
        awaitPhase("succeeded");
        String first = page.address();
        page.click(PANEL + " .again");
        Await.until(SOON, () -> !page.address().equals(first));
        awaitPhase("succeeded");
        page.awaitText("#headline", TOPIC);
        Await.until(SOON, () -> page.all(PANEL + " .history a").size() == 2);
    }

    @Test
    void anArticleIsChangedAndRunAgain() {
        page.type("#audience", "People with their first plants");
        createArticle(TOPIC);
        awaitPhase("succeeded");
        String first = page.address();
        page.open(first);
        awaitPhase("succeeded");
        page.click(PANEL + " .change");
        page.type("#title", "Watering cacti");
        page.click("#write");
        Await.until(SOON, () -> !page.address().equals(first));
        awaitPhase("succeeded");
        page.awaitText("#headline", "Watering cacti");
        page.awaitText("#text", "People with their first plants");
    }

    @Test
    void anImageHasItsHeightBeforeItIsLoaded() {
        createArticle(TOPIC);
        awaitPhase("succeeded");
        page.click("#generate-images");
        Await.until(Page.A_JOB, () -> (boolean) page.script("const [image] = document.querySelectorAll('#text img');"
                + " image?.scrollIntoView(); return image?.naturalWidth > 0"));
        assertThat(page.script("""
                const [image] = document.querySelectorAll('#text img');
                image.insertAdjacentHTML('afterend', image.outerHTML.replace(image.src, image.src + '?loading'));
                const loading = image.nextElementSibling;
                const heights = [image.offsetHeight, loading.offsetHeight, loading.complete];
                loading.remove();
                return heights[0] > 100 && heights[1] === heights[0] && !heights[2];
                """)).isEqualTo(true);
    }

    @Test
    void theTaglineIsOneLine() {
        page.awaitText("#tagline", "Demo");
        assertThat(
                        page.script(
                                "const { offsetHeight } = document.querySelector('.tagline');"
                                        + " return offsetHeight < 2 * parseFloat(getComputedStyle(document.querySelector('.tagline')).lineHeight)"))
                .isEqualTo(true);
    }

    @Test
    void aCancelledArticleIsTriedAgain() {
        startWriting();
        page.click(PANEL + " .cancel");
        awaitPhase("failed");
        MODEL.release();
        page.click(PANEL + " .retry");
        awaitWritten();
        assertThat(page.texts("#text h2")).hasSizeGreaterThan(2);
    }

    @Test
    void htmlInATopicIsShownAsText() {
        String hostile = "<img src=x onerror=window.caught=1><b>Bold</b> plans";
        createArticle(hostile);
        awaitWritten();
        assertThat(page.text("#headline")).contains("<b>");
        page.awaitText(PANEL + " .history", "<b>");
        assertThat(page.all("#article b, #article img, .history b, .history img"))
                .isEmpty();
        assertThat(page.script("return window.caught === undefined")).isEqualTo(true);
    }

    @Test
    void anArticleWithoutATopicIsRefusedAtItsField() {
        page.click("#write");
        assertThat(page.text("#title-error")).isEqualTo("Topic is required");
        assertThat(page.shows("#article-empty")).isTrue();
    }

    @Test
    void aRefusalOfTheServerIsShownAtItsField() {
        page.click("#article-form .more summary");
        page.type("#cta-text", "Click");
        page.type("#cta-href", "javascript:alert(1)");
        createArticle(TOPIC);
        page.awaitText("#cta-href-error", "must be an http(s), mailto or relative link");
    }

    @Test
    void aTokenThatIsRefusedIsReplacedInDevelopment() {
        openWith(service, "not.a.token");
        createArticle(TOPIC);
        awaitWritten();
    }

    @Test
    void aStreamThatBreaksOffIsTakenUpAgain() {
        try (Service hasty = Service.start(Map.of("PRESSROOM_STREAMS_MAX_AGE", "1s"), MODEL.asPipelines())) {
            openWith(hasty, hasty.token(UUID.randomUUID()));
            startWriting();
            Await.until(SOON, () -> streams() > 1);
            MODEL.release();
            awaitWritten();
            assertThat(page.texts("#text h2")).doesNotHaveDuplicates().hasSizeGreaterThan(2);
        }
    }

    @Test
    void theArticleIsIllustrated() {
        createArticle(TOPIC);
        awaitPhase("succeeded");
        page.click("#generate-images");
        Await.until(Page.A_JOB, () -> !page.all("#text img").isEmpty());
        assertThat(page.all("#text .placeholder-box")).isEmpty();
        assertThat(page.all("#text img")).hasSameSizeAs(page.all("#text img[width][height][alt]:not([alt=''])"));
        assertThat(page.shows("#generate-images")).isFalse();
        page.reload();
        Await.until(SOON, () -> !page.all("#text img").isEmpty());
        assertThat(page.shows("#generate-images")).isFalse();
    }

    @Test
    void theSkipLinkLeavesWhatIsOpen() {
        createArticle(TOPIC);
        awaitPhase("succeeded");
        String address = page.address();
        page.script("document.getElementById('skip').focus()");
        page.press(Keys.ENTER);
        assertThat(page.address()).isEqualTo(address);
        assertThat(page.script("return document.activeElement.className")).isEqualTo("content");
    }

    @Test
    void theOtherTabIsReachedByKeyboardAndLeavesTheArticle() {
        startWriting();
        page.find("#article-tab").sendKeys(Keys.ARROW_RIGHT);
        page.awaitShown("#website-empty");
        page.find("#website-tab").sendKeys(Keys.ARROW_LEFT);
        page.awaitShown("#text");
        assertThat(phase()).isEqualTo("running");
        MODEL.release();
        awaitWritten();
    }

    @Test
    void theCreditsLeftAreShown() {
        page.awaitText("#credits", "Unlimited articles");
    }

    @Test
    void aLinkAsksASignedInUserBeforeItSwitchesAccounts() {
        String before = tokenOfTab();
        page.follow(link());
        page.awaitText("#link-title", "Sign in with this link?");
        assertThat(page.address()).doesNotContain("code");

        page.click("#link-stay");

        Await.until(SOON, () -> !page.shows("#link-dialog"));
        assertThat(tokenOfTab()).isEqualTo(before);
    }

    @Test
    void aLinkThatIsAgreedToSignsItsUserInOnce() {
        String before = tokenOfTab();
        String link = link();
        page.follow(link);
        page.click("#link-use");
        Await.until(SOON, () -> !tokenOfTab().equals(before));

        page.follow(link);
        page.click("#link-use");

        page.awaitText("#link-text", "already used");
    }

    @Test
    void aLinkSignsInAtOnceWhereNobodyIsSignedIn() {
        page.forgetAll();
        page.open(link());

        Await.until(SOON, () -> !tokenOfTab().isEmpty());
        assertThat(page.shows("#link-dialog")).isFalse();
        page.awaitText("#user-email", "Signed in with a token");
    }

    @Test
    void aTokenInTheAddressIsNotUsedAndRemovedFromSight() {
        String before = tokenOfTab();
        page.follow(service.url() + "/#token=" + service.token(UUID.randomUUID()));

        Await.until(SOON, () -> !page.address().contains("token"));
        assertThat(tokenOfTab()).isEqualTo(before);
    }

    private static String link() {
        return service.url() + "/#code=" + service.signInCode(UUID.randomUUID());
    }

    private static String tokenOfTab() {
        return (String) page.script("return sessionStorage.getItem('pressroom.token') ?? ''");
    }

    @Test
    void theApiCanBeReadAndTried() {
        page.open(service.url() + "/docs");
        Await.until(SOON, () -> page.all(".opblock").size() >= 11);
    }

    @Test
    void nothingIsReportedToTheConsole() {
        page.console();
        createArticle(TOPIC);
        awaitPhase("succeeded");
        assertThat(page.console()).isEmpty();
    }

    private static void openWith(Service service, String token) {
        page.openWith(service.url(), token);
    }

    private static void createArticle(String topic) {
        page.type("#title", topic);
        page.click("#write");
    }

    /** Creates an article and holds the model after the first part of its text. */
    private static void startWriting() {
        MODEL.hold(Task.ARTICLE);
        createArticle(TOPIC);
        MODEL.tell(Task.ARTICLE);
        Await.until(SOON, () -> !page.text("#text").isEmpty());
        assertThat(phase()).isEqualTo("running");
    }

    /** How many streams the page has opened so far. */
    private static int streams() {
        return ((Number) page.script("return performance.getEntriesByType('resource')"
                        + ".filter(({ name }) => name.endsWith('/stream')).length"))
                .intValue();
    }

    /** The text is rendered a moment after the rest of the page. */
    private static void awaitWritten() {
        awaitPhase("succeeded");
        page.awaitShown("#text[aria-busy=false]");
    }

    private static void awaitPhase(String phase) {
        page.awaitPhase(PANEL, phase);
    }

    private static String phase() {
        return page.phase(PANEL);
    }

    private static int progress() {
        return ((Number) page.script("return document.querySelector('" + PANEL + " progress').value")).intValue();
    }
}
