package dev.pressroom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pressroom.model.Task;
import dev.pressroom.support.Await;
import dev.pressroom.support.Service;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Axe-core finds no serious fault on any view: light, dark, and on a telephone. */
class AccessibilityIT {
    private static final String ARTICLE = "#article-panel";
    private static final String ANALYSIS = "#website-panel";

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
        page.size(1280, 900);
        page.colorScheme("light");
        page.openWith(service.url(), service.token(UUID.randomUUID()));
    }

    @AfterEach
    void release() {
        MODEL.release();
    }

    @Test
    void emptyViewsHaveNoFaults() {
        assertNoFaults();
        page.click("#website-tab");
        assertNoFaults();
        page.click("#posts-tab");
        assertNoFaults();
    }

    @Test
    void fieldErrorsHaveNoFaults() {
        page.click("#write");
        page.awaitText("#title-error", "required");
        assertNoFaults();
    }

    @Test
    void aRunningAndACancelledArticleHaveNoFaults() {
        MODEL.hold(Task.ARTICLE);
        write();
        MODEL.tell(Task.ARTICLE);
        Await.until(Page.SOON, () -> !page.text("#text").isEmpty());
        assertNoFaults();
        page.click(ARTICLE + " .cancel");
        page.awaitPhase(ARTICLE, "failed");
        assertNoFaults();
    }

    @Test
    void aFinishedArticleAndItsDraftHaveNoFaults() {
        write();
        page.awaitPhase(ARTICLE, "succeeded");
        page.awaitShown("#text[aria-busy=false]");
        assertNoFaults();
        page.click("#edit");
        page.awaitShown("#preview h2");
        assertNoFaults();
        page.click("#delete-post");
        page.awaitShown("#delete-dialog");
        assertNoFaults();
    }

    @Test
    void anAnalysisHasNoFaults() {
        page.click("#website-tab");
        page.type("#url", bakery.url());
        page.click("#analyse");
        page.awaitPhase(ANALYSIS, "succeeded");
        assertNoFaults();
    }

    @Test
    void aFailedAnalysisHasNoFaults() {
        page.click("#website-tab");
        page.type("#url", bakery.url() + "nothing");
        page.click("#analyse");
        page.awaitPhase(ANALYSIS, "failed");
        assertNoFaults();
    }

    @Test
    void theDialogsHaveNoFaults() {
        page.forgetAll();
        page.reload();
        page.click("#connect");
        page.awaitShown("#connect-dialog");
        assertNoFaults();
        page.click("#connect-dialog button");
        page.click("#sign-in");
        page.awaitShown("#account");
        assertNoFaults();
        page.click("#switch-mode");
        page.click("#submit-account");
        page.awaitText("#email-error", "E-mail");
        assertNoFaults();
    }

    @Test
    void theApiReferenceHasNoFaults() {
        page.open(service.url() + "/docs");
        page.awaitShown(".opblock");
        assertNoFaults();
    }

    @Test
    void anOpenRequestOfTheApiReferenceHasNoFaults() {
        page.open(service.url() + "/docs");
        page.click("#operations-jobs-createContentGeneration .opblock-summary-control");
        page.click(".try-out__btn");
        page.click(".execute");
        page.awaitShown(".live-responses-table");
        assertNoFaults();
    }

    @Test
    void theApiReferenceHasOneMainAndOneFirstHeading() {
        page.open(service.url() + "/docs");
        page.awaitShown(".opblock");
        assertThat(page.all("main")).hasSize(1);
        assertThat(page.texts("h1")).filteredOn(text -> !text.isEmpty()).containsExactly("API reference");
    }

    private static void write() {
        page.type("#title", "Watering succulents");
        page.click("#write");
    }

    private static void assertNoFaults() {
        assertThat(page.faults()).isEmpty();
        page.colorScheme("dark");
        page.size(360, 740);
        List<String> darkAndSmall = page.faults();
        page.colorScheme("light");
        page.size(1280, 900);
        assertThat(darkAndSmall).isEmpty();
    }
}
