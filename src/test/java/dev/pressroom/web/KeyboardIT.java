package dev.pressroom.web;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pressroom.support.Await;
import dev.pressroom.support.Service;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The page without a pointer: every view is reached and used by keys, and the focus is always visible. */
class KeyboardIT {
    private static Service service;
    private static Bakery bakery;
    private static Page page;

    @BeforeAll
    static void start() {
        if (Browser.missing().isEmpty()) {
            page = new Page();
            bakery = new Bakery();
            service = Service.start(Map.of("PRESSROOM_FETCH_ALLOW_PRIVATE", "true"));
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
        page.openWith(service.url(), service.token(UUID.randomUUID()));
    }

    @Test
    void anArticleIsWrittenAndOpenedAsADraft() {
        page.tabTo("#title");
        page.typeHere("Watering succulents");
        page.press(Keys.ENTER);
        page.awaitPhase("#article-panel", "succeeded");
        page.tabTo("#edit");
        page.press(Keys.ENTER);
        page.awaitText("#post-heading", "Watering succulents");
    }

    @Test
    void aWebsiteIsAnalysed() {
        page.tabTo("#article-tab");
        page.press(Keys.ARROW_RIGHT);
        page.awaitShown("#website-empty");
        page.tabTo("#url");
        page.typeHere(bakery.url());
        page.tabTo("#analyse");
        page.press(Keys.SPACE);
        page.awaitPhase("#website-panel", "succeeded");
    }

    @Test
    void theArrowKeysGoThroughAllTabs() {
        page.tabTo("#article-tab");
        page.press(Keys.ARROW_LEFT);
        page.awaitShown("#post-empty");
        page.press(Keys.ARROW_RIGHT);
        page.awaitShown("#article-empty");
    }

    @Test
    void theSignInDialogIsUsedAndLeft() {
        page.forgetAll();
        page.reload();
        page.tabTo("#sign-in");
        page.press(Keys.ENTER);
        page.awaitShown("#account");
        page.tabTo("#switch-mode");
        page.press(Keys.ENTER);
        page.awaitText("#sign-in-title", "Create an account");
        page.press(Keys.ESCAPE);
        Await.until(Page.SOON, () -> !page.shows("#sign-in-dialog"));
    }

    @Test
    void aRequestOfTheApiReferenceIsOpened() {
        page.open(service.url() + "/docs");
        page.awaitShown(".opblock");
        page.tabTo("#operations-jobs-createContentGeneration .opblock-summary-control");
        page.press(Keys.ENTER);
        page.awaitShown(".try-out__btn");
    }
}
