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

/** The page as a person uses it: a real browser, the real service, the demo model, held where it is to be watched. */
class PageIT {
    private static final Logger LOG = LoggerFactory.getLogger(PageIT.class);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String DESK = "#article-desk";
    private static final String STEP = DESK + " .step";
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

    /** A page loaded anew for each test, and a user without a past. */
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
        beginToWrite();
        String early = page.text("#text");
        MODEL.tell(Task.ARTICLE);
        Await.until(SOON, () -> page.text("#text").length() > early.length());
        assertThat(phase()).isEqualTo("running");
        MODEL.release();
        awaitWritten();
    }

    @Test
    void stepsAndProgressAreShownWhileItIsWritten() {
        beginToWrite();
        Await.until(SOON, () -> progress() > 0);
        assertThat(page.text(STEP)).isNotBlank();
        assertThat(page.text(DESK + " .left")).contains("%");
        assertThat(page.texts(DESK + " .milestones [aria-current='step']")).hasSize(1);
        MODEL.release();
        awaitPhase("succeeded");
    }

    @Test
    void aFinishedArticleIsShownWhole() {
        page.type("#business", "Garden centre");
        page.type("#audience", "People with their first plants");
        order(TOPIC);
        awaitWritten();
        assertThat(progress()).isEqualTo(100);
        assertThat(page.text(STEP)).isEqualTo("Done, saved as a draft");
        assertThat(page.text("#byline")).contains("written by the demo model");
        assertThat(page.texts("#text h2")).hasSizeGreaterThan(2);
        assertThat(page.text("#text")).doesNotContain("![IMAGE:", "![CHART:");
        assertThat(page.texts("#text .stand-in")).isNotEmpty();
        assertThat(page.shows("#seo")).isTrue();
        assertThat(page.shows("#visuals")).isTrue();
    }

    @Test
    void aFinishedArticleIsThereAgainAfterReloading() {
        order(TOPIC);
        awaitWritten();
        String written = page.text("#text");
        page.reload();
        awaitWritten();
        Await.until(SOON, () -> page.text("#text").equals(written));
    }

    @Test
    void anEarlierArticleIsOpenedFromTheList() {
        order(TOPIC);
        awaitPhase("succeeded");
        page.follow(service.url() + "/#job");
        page.awaitShown("#blank");
        page.click(DESK + " .history a");
        awaitPhase("succeeded");
        assertThat(page.text("#headline")).isNotBlank();
    }

    @Test
    void aRunningArticleIsCancelled() {
        beginToWrite();
        page.click(DESK + " .cancel");
        awaitPhase("failed");
        assertThat(page.text(STEP)).isEqualTo("Cancelled");
    }

    @Test
    void aCancelledArticleIsTriedAgain() {
        beginToWrite();
        page.click(DESK + " .cancel");
        awaitPhase("failed");
        MODEL.release();
        page.click(DESK + " .retry");
        awaitWritten();
        assertThat(page.texts("#text h2")).hasSizeGreaterThan(2);
    }

    @Test
    void htmlInATopicIsShownAsText() {
        String hostile = "<img src=x onerror=window.caught=1><b>Bold</b> plans";
        order(hostile);
        awaitWritten();
        assertThat(page.text("#headline")).contains("<b>");
        page.awaitText(DESK + " .history", "<b>");
        assertThat(page.all("#article b, #article img, .history b, .history img"))
                .isEmpty();
        assertThat(page.script("return window.caught === undefined")).isEqualTo(true);
    }

    @Test
    void anOrderWithoutATopicIsRefusedAtItsField() {
        page.click("#write");
        assertThat(page.text("#title-fault")).isEqualTo("Topic needs a few words");
        assertThat(page.shows("#blank")).isTrue();
    }

    @Test
    void aRefusalOfTheServerIsShownAtItsField() {
        page.click("#order .more summary");
        page.type("#cta-text", "Click");
        page.type("#cta-href", "javascript:alert(1)");
        order(TOPIC);
        page.awaitText("#cta-href-fault", "must be an http(s), mailto or relative link");
    }

    @Test
    void aTokenThatIsRefusedIsReplacedInDevelopment() {
        openWith(service, "not.a.token");
        order(TOPIC);
        awaitWritten();
    }

    @Test
    void aStreamThatBreaksOffIsTakenUpAgain() {
        try (Service hasty = Service.start(Map.of("PRESSROOM_STREAMS_MAX_AGE", "1s"), MODEL.asPipelines())) {
            openWith(hasty, hasty.token(UUID.randomUUID()));
            beginToWrite();
            Await.until(SOON, () -> streams() > 1);
            MODEL.release();
            awaitWritten();
            assertThat(page.texts("#text h2")).doesNotHaveDuplicates().hasSizeGreaterThan(2);
        }
    }

    @Test
    void theArticleIsIllustrated() {
        order(TOPIC);
        awaitPhase("succeeded");
        page.click("#pictures");
        Await.until(Page.A_JOB, () -> !page.all("#text img").isEmpty());
        assertThat(page.all("#text .stand-in")).isEmpty();
        assertThat(page.all("#text img")).hasSameSizeAs(page.all("#text img[width][height][alt]:not([alt=''])"));
        assertThat(page.shows("#pictures")).isFalse();
        page.reload();
        Await.until(SOON, () -> !page.all("#text img").isEmpty());
        assertThat(page.shows("#pictures")).isFalse();
    }

    @Test
    void theSkipLinkLeavesWhatIsOpen() {
        order(TOPIC);
        awaitPhase("succeeded");
        String address = page.address();
        page.script("document.getElementById('skip').click()");
        assertThat(page.address()).isEqualTo(address);
        assertThat(page.script("return document.activeElement.className")).isEqualTo("sheet");
    }

    @Test
    void theOtherDeskIsReachedByKeyboardAndLeavesTheArticle() {
        beginToWrite();
        page.find("#article-tab").sendKeys(Keys.ARROW_RIGHT);
        page.awaitShown("#site-blank");
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
    void aLinkAsksWhoeverIsSignedInBeforeItSignsSomebodyElseIn() {
        String before = tokenOfTab();
        page.follow(link());
        page.awaitText("#link-title", "Sign in by this link?");
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
        page.click("#link-enter");
        Await.until(SOON, () -> !tokenOfTab().equals(before));

        page.follow(link);
        page.click("#link-enter");

        page.awaitText("#link-text", "used already");
    }

    @Test
    void aLinkSignsInAtOnceWhereNobodyIsSignedIn() {
        page.forgetAll();
        page.open(link());

        Await.until(SOON, () -> !tokenOfTab().isEmpty());
        assertThat(page.shows("#link-dialog")).isFalse();
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
        order(TOPIC);
        awaitPhase("succeeded");
        assertThat(page.console()).isEmpty();
    }

    private static void openWith(Service service, String token) {
        page.openWith(service.url(), token);
    }

    private static void order(String topic) {
        page.type("#title", topic);
        page.click("#write");
    }

    /** Orders an article and lets a part of it be written, no more. */
    private static void beginToWrite() {
        MODEL.hold(Task.ARTICLE);
        order(TOPIC);
        MODEL.tell(Task.ARTICLE);
        Await.until(SOON, () -> !page.text("#text").isEmpty());
        assertThat(phase()).isEqualTo("running");
    }

    /** How many streams the page has opened so far. */
    private static int streams() {
        return ((Number) page.script("return performance.getEntriesByType('resource')"
                        + ".filter(({ name }) => name.endsWith('/stream-ticket')).length"))
                .intValue();
    }

    /** The text is drawn a moment after the rest of the page. */
    private static void awaitWritten() {
        awaitPhase("succeeded");
        page.awaitShown("#text[aria-busy=false]");
    }

    private static void awaitPhase(String phase) {
        page.awaitPhase(DESK, phase);
    }

    private static String phase() {
        return page.phase(DESK);
    }

    private static int progress() {
        return ((Number) page.script("return document.querySelector('" + DESK + " progress').value")).intValue();
    }
}
