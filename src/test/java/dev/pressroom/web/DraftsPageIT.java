package dev.pressroom.web;

import static dev.pressroom.web.Page.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pressroom.support.Await;
import dev.pressroom.support.Service;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The tab for saved articles, in a real browser with the real service. */
class DraftsPageIT {
    private static final String ENTRY = "#post-list a";

    private static Service service;
    private static Page page;

    @BeforeAll
    static void start() {
        if (Browser.missing().isEmpty()) {
            page = new Page();
            service = Service.start();
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
    }

    /** Each test has a user of its own, with one draft. */
    @BeforeEach
    void openADraft() {
        assumeTrue(Browser.missing().isEmpty(), () -> Browser.missing().orElse(""));
        page.openWith(service.url() + "/#posts", service.token(UUID.randomUUID()));
        create("First draft", "# Heading\n\nSome *text*.");
        page.reload();
        page.click(ENTRY);
        page.awaitShown("#preview[aria-busy=false]");
    }

    @Test
    void aDraftIsShownWithItsPreview() {
        assertThat(page.text("#post-heading")).isEqualTo("First draft");
        assertThat(page.text("#post-status")).isEqualToIgnoringCase("Draft");
        assertThat(page.text("#preview em")).isEqualTo("text");
    }

    @Test
    void thePreviewFollowsTheText() {
        page.click("#post-content");
        page.typeHere("**Bold** words");
        page.awaitText("#preview strong", "Bold");
    }

    @Test
    void htmlInADraftIsShownAsText() {
        page.click("#post-content");
        page.typeHere("<img src=x onerror=window.caught=1>");
        page.awaitText("#preview", "<img");
        assertThat(page.script("return window.caught === undefined")).isEqualTo(true);
    }

    @Test
    void aChangedDraftIsStored() {
        page.click("#post-title");
        page.typeHere("Second thoughts");
        page.press(Keys.ENTER);
        page.awaitText("#post-saved", "Saved");
        page.reload();
        page.awaitText("#post-heading", "Second thoughts");
        page.awaitText("#post-list", "Second thoughts");
    }

    @Test
    void aDraftWithoutATitleIsRefusedAtItsField() {
        page.click("#post-title");
        page.typeHere(Keys.DELETE.toString());
        page.click("#save-post");
        page.awaitText("#post-title-error", "Title is required");
    }

    @Test
    void aDraftIsPublishedAndTakenBack() {
        page.click("#publish-post");
        page.awaitText("#post-list", "Published");
        page.click("#publish-post");
        page.awaitText("#post-saved", "Back to drafts");
        page.awaitText("#post-list", "· Draft");
    }

    @Test
    void anEditOfAnotherWindowIsNotOverwritten() {
        changeElsewhere("Changed elsewhere");
        page.click("#post-title");
        page.typeHere("Mine");
        page.click("#save-post");
        page.awaitText("#posts-panel .notice-title", "The article has changed meanwhile");
        assertThat(page.find("#post-title").getDomProperty("value")).isEqualTo("Mine");
        page.click("#posts-panel .notice-action");
        page.awaitText("#post-heading", "Changed elsewhere");
    }

    @Test
    void aDraftIsDeletedAfterTheUserHasConfirmed() {
        page.click("#delete-post");
        page.awaitText("#delete-text", "First draft");
        page.click("#delete-confirm");
        page.awaitShown("#post-empty");
        Await.until(SOON, () -> page.all(ENTRY).isEmpty());
    }

    @Test
    void escapeKeepsADraft() {
        page.click("#delete-post");
        page.awaitShown("#delete-dialog");
        page.press(Keys.ESCAPE);
        Await.until(SOON, () -> !page.shows("#delete-dialog"));
        page.reload();
        page.awaitText("#post-heading", "First draft");
    }

    @Test
    void aDraftIsExportedAsMarkdownAndHtml() {
        page.script(
                "window.saved = []; const make = URL.createObjectURL;"
                        + " URL.createObjectURL = (blob) => { blob.text().then((text) => window.saved.push(text)); return make(blob); }");
        page.click("#export-markdown");
        Await.until(SOON, () -> saved() == 1);
        page.click("#export-html");
        Await.until(SOON, () -> saved() == 2);
        assertThat((String) page.script("return window.saved[0]")).contains("First draft", "Some *text*.");
        assertThat((String) page.script("return window.saved[1]")).contains("<title>First draft", "<em>text</em>");
    }

    @Test
    void aFinishedArticleIsOpenedAsADraft() {
        page.click("#article-tab");
        page.type("#title", "Watering succulents");
        page.click("#write");
        page.awaitPhase("#article-panel", "succeeded");
        page.click("#edit");
        page.awaitText("#post-heading", "Watering succulents");
        page.awaitText("#post-list", "Watering succulents");
    }

    @Test
    void everythingIsReachedByKeyboard() {
        page.click("#posts-tab");
        page.tabTo("#delete-post");
        page.tabTo("#post-title");
        page.typeHere("By keyboard");
        page.press(Keys.ENTER);
        page.awaitText("#post-saved", "Saved");
        assertThat(page.text("#post-heading")).isEqualTo("By keyboard");
    }

    private static int saved() {
        return ((Number) page.script("return window.saved.length")).intValue();
    }

    private static void create(String title, String content) {
        page.script("return import('/js/shared/client.js').then(({ client }) => client.posts.create({ title: '" + title
                + "', content: `" + content + "`, status: 'draft' }))");
    }

    private static void changeElsewhere(String title) {
        page.script("return import('/js/shared/client.js').then(({ client }) => client.posts.update("
                + "location.hash.split('=')[1], { title: '" + title + "' }))");
    }
}
