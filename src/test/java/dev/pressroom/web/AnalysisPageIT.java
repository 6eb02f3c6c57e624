package dev.pressroom.web;

import static dev.pressroom.web.Page.A_JOB;
import static dev.pressroom.web.Page.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pressroom.model.Task;
import dev.pressroom.support.Await;
import dev.pressroom.support.Service;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tab for website analyses, in a real browser, with the real service and a website on this machine. */
class AnalysisPageIT {
    private static final String PANEL = "#website-panel";
    private static final String CARDS = "#audiences > li";

    private static final HeldModel MODEL = new HeldModel();

    private static Service service;
    private static Bakery bakery;
    private static Page page;

    @BeforeAll
    static void start() {
        if (Browser.missing().isEmpty()) {
            page = new Page();
            bakery = new Bakery();
            service = Service.start(Map.of("PRESSROOM_FETCH_ALLOW_PRIVATE", "true"), MODEL.asPipelines());
        }
    }

    @AfterAll
    static void stop() {
        if (page != null) {
            page.close();
        }
        if (service != null) {
            service.close();
        }
        if (bakery != null) {
            bakery.close();
        }
    }

    @BeforeEach
    void openAsSomebodyNew() {
        assumeTrue(Browser.missing().isEmpty(), () -> Browser.missing().orElse(""));
        page.openWith(service.url() + "/#analysis", service.token(UUID.randomUUID()));
    }

    @AfterEach
    void release() {
        MODEL.release();
    }

    @Test
    void theNarrativeIsTypedOut() {
        MODEL.hold(Task.OPENING);
        analyse(bakery.url());
        MODEL.tell(Task.OPENING);
        String early = Await.value(A_JOB, () -> page.text("#opening"), text -> !text.isEmpty());
        MODEL.tell(Task.OPENING);
        Await.until(SOON, () -> page.text("#opening").length() > early.length());
        assertThat(page.text("#opening")).startsWith(early);
        assertThat(page.phase(PANEL)).isEqualTo("running");
        MODEL.release();
        page.awaitPhase(PANEL, "succeeded");
    }

    @Test
    void audiencesAppearOneByOneAndGrow() {
        MODEL.hold(Task.AUDIENCE);
        MODEL.hold(Task.PITCH);
        analyse(bakery.url());
        for (int found = 1; found <= 4; found++) {
            MODEL.tell(Task.AUDIENCE);
            awaitCards(found);
        }
        assertThat(page.all(CARDS + " blockquote, " + CARDS + " img")).isEmpty();
        MODEL.release();
        page.awaitPhase(PANEL, "succeeded");
        assertThat(page.all(CARDS + " blockquote")).hasSize(4);
        assertThat(page.all(CARDS + " img")).hasSize(4);
    }

    @Test
    void aFinishedAnalysisIsShownWhole() {
        analyse(bakery.url());
        page.awaitPhase(PANEL, "succeeded");
        assertThat(page.text(PANEL + " .step")).isEqualTo("Done: 4 audiences found");
        assertThat(page.text("#analysis-title")).isEqualTo(Bakery.NAME);
        assertThat(page.texts("#phases .reached")).hasSize(5);
        assertThat(page.texts("#profile dt")).contains("Description", "Keywords");
        assertThat(page.texts(CARDS + " h3")).hasSize(4).doesNotHaveDuplicates();
        awaitInsights();
    }

    @Test
    void audiencesOfTheDemoModelAreMarkedAsSamples() {
        analyse(bakery.url());
        page.awaitPhase(PANEL, "succeeded");
        assertThat(page.texts(CARDS + " .badge")).hasSize(4).allMatch("sample"::equalsIgnoreCase);
    }

    @Test
    void imagesHaveTheirSizeAndAnAlternativeText() {
        analyse(bakery.url());
        page.awaitPhase(PANEL, "succeeded");
        assertThat(page.all(CARDS + " img[width='1200'][height='675'][alt]:not([alt=''])"))
                .hasSize(4);
    }

    @Test
    void factsReadFromThePageAreShownInTheSideColumn() {
        analyse(bakery.url());
        page.awaitPhase(PANEL, "succeeded");
        assertThat(page.text("#page-facts"))
                .contains("a bakery with a school", "Slow bread", "Bread that takes its time");
        assertThat(page.all("#page-facts .swatch")).isNotEmpty();
        assertThat(page.find("#page-facts .links a").getDomAttribute("href")).isEqualTo(bakery.url() + "classes");
    }

    @Test
    void picturesAreLoadedFromTheService() {
        analyse(bakery.url());
        page.awaitPhase(PANEL, "succeeded");
        Await.until(
                SOON,
                () -> Boolean.TRUE.equals(page.script("return [...document.querySelectorAll('" + CARDS
                        + " img')].every((image) => image.naturalWidth > 0)")));
    }

    @Test
    void anAnalysisIsThereAgainAfterReloading() {
        analyse(bakery.url());
        page.awaitPhase(PANEL, "succeeded");
        awaitInsights();
        String opening = page.text("#opening");
        page.reload();
        page.awaitPhase(PANEL, "succeeded");
        assertThat(page.all(CARDS)).hasSize(4);
        awaitInsights();
        assertThat(page.text("#opening")).isNotEmpty().isEqualTo(opening);
    }

    @Test
    void anAnalysisThatIsReloadedHalfwayGoesOn() {
        MODEL.hold(Task.AUDIENCE);
        analyse(bakery.url());
        MODEL.tell(Task.AUDIENCE);
        awaitCards(1);
        page.reload();
        awaitCards(1);
        MODEL.release();
        page.awaitPhase(PANEL, "succeeded");
        assertThat(page.texts(CARDS + " h3")).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void aMissingPageIsReported() {
        analyse(bakery.url() + "nothing");
        page.awaitPhase(PANEL, "failed");
        page.awaitText(PANEL + " .notice", "The website could not be analysed");
        assertThat(page.text(PANEL + " .notice-text")).contains("404").contains("Change the address");
        assertThat(page.shows(PANEL + " .retry")).isFalse();
        assertThat(page.all(CARDS)).isEmpty();
    }

    @Test
    void aRunningAnalysisIsCancelledAndTriedAgain() {
        MODEL.hold(Task.AUDIENCE);
        analyse(bakery.url());
        MODEL.tell(Task.AUDIENCE);
        awaitCards(1);
        page.click(PANEL + " .cancel");
        page.awaitPhase(PANEL, "failed");
        assertThat(page.text(PANEL + " .step")).isEqualTo("Cancelled");
        MODEL.release();
        page.click(PANEL + " .retry");
        page.awaitPhase(PANEL, "succeeded");
        assertThat(page.texts(CARDS + " h3")).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void hostileTextOfAPageIsShownAsText() {
        analyse(bakery.url());
        page.awaitPhase(PANEL, "succeeded");
        assertThat(page.text("#page-facts .outline")).contains("<img src=x");
        assertThat(page.all("#page-facts img, " + PANEL + " [href^='javascript']"))
                .isEmpty();
        assertThat(page.script("return window.caught === undefined")).isEqualTo(true);
    }

    @Test
    void anArticleIsWrittenForAnAudience() {
        analyse(bakery.url());
        page.awaitPhase(PANEL, "succeeded");
        String idea = page.text(CARDS + " .first-idea span:last-child");
        page.click(CARDS + " .primary");
        page.awaitShown("#organization-note");
        assertThat(page.text("#organization-name")).isEqualTo(Bakery.NAME);
        assertThat(page.find("#title").getDomProperty("value")).isEqualTo(idea);
        assertThat(page.find("#business").getDomProperty("value")).isEqualTo("");
        assertThat(page.find("#audience").getDomProperty("value")).isEqualTo("");
        page.click("#write");
        page.awaitPhase("#article-panel", "succeeded");
    }

    @Test
    void anAddressWithoutASchemeIsTakenForAWebsite() {
        page.type("#url", "192.0.2.1/about");
        page.click("#analyse");
        page.awaitPhase(PANEL, "failed");
        assertThat(page.find("#url").getDomProperty("value")).isEqualTo("https://192.0.2.1/about");
    }

    @Test
    void anAddressThatIsNoneIsRefusedAtItsField() {
        analyse("javascript:alert(1)");
        assertThat(page.text("#url-error")).isEqualTo("Website address must begin with http:// or https://");
    }

    @Test
    void nothingIsReportedToTheConsole() {
        page.console();
        analyse(bakery.url());
        page.awaitPhase(PANEL, "succeeded");
        assertThat(page.console()).isEmpty();
    }

    private static void awaitCards(int found) {
        Await.value(A_JOB, () -> page.all(CARDS).size(), cards -> cards == found);
    }

    /** The narrative comes on a stream of its own, which may be behind the job; this is the end of it. */
    private static void awaitInsights() {
        Await.value(SOON, () -> page.all("#insights > li").size(), cards -> cards >= 4 && cards <= 6);
    }

    private static void analyse(String url) {
        page.type("#url", url);
        page.click("#analyse");
    }
}
