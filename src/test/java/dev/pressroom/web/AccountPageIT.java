package dev.pressroom.web;

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

/** Signing in on the page of a service in production mode, which issues no development tokens. */
class AccountPageIT {
    private static final String PANEL = "#article-panel";
    private static final String ANALYSES = "#website-panel";
    private static final String PASSWORD = "a longer phrase is better";

    private static final HeldModel MODEL = new HeldModel();

    private static Service service;
    private static Bakery bakery;
    private static Page page;

    private String email;

    @BeforeAll
    static void start() {
        if (Browser.missing().isEmpty()) {
            page = new Page();
            bakery = new Bakery();
            service = Service.start(
                    Map.of(
                            "PRESSROOM_ENV", "production",
                            "PRESSROOM_CLUSTER", "off",
                            "PRESSROOM_FETCH_ALLOW_PRIVATE", "true",
                            "STARTING_CREDITS", "3"),
                    MODEL.asPipelines());
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

    @AfterEach
    void releaseTheModel() {
        MODEL.release();
    }

    @BeforeEach
    void openAsAVisitor() {
        assumeTrue(Browser.missing().isEmpty(), () -> Browser.missing().orElse(""));
        page.open(service.url() + "/page.json");
        page.forgetAll();
        page.open(service.url());
        email = "reader-" + UUID.randomUUID() + "@example.com";
    }

    @Test
    void somebodyWhoRegistersIsSignedIn() {
        register();
        assertThat(page.text("#user-email")).isEqualTo(email);
        assertThat(page.text("#credits")).isEqualTo("3 of 3 articles left");
    }

    @Test
    void aReloadLeavesThemSignedIn() {
        register();
        page.reload();
        page.awaitText("#user-email", email);
    }

    @Test
    void anotherTabIsSignedInWithTheRefreshToken() {
        register();
        page.script("sessionStorage.clear()");
        page.reload();
        page.awaitText("#credits", "3 of 3");
        assertThat(page.script("return sessionStorage.getItem('pressroom.access-token')"))
                .isNotNull();
    }

    @Test
    void requestsAtOnceShareOneRefresh() {
        register();
        page.script("window.calls = [];"
                + " const send = window.fetch; window.fetch = (...a) => { window.calls.push(a[0]); return send(...a); };"
                + " sessionStorage.clear();"
                + " import('/js/shared/client.js').then(({ client }) =>"
                + " Promise.all([1, 2, 3].map(() => client.credits.get())).then(() => window.done = true))");
        Await.until(SOON, () -> Boolean.TRUE.equals(page.script("return window.done === true")));
        assertThat(page.script("return window.calls.filter((path) => path.endsWith('/refresh')).length"))
                .isEqualTo(1L);
    }

    @Test
    void signingOutEndsTheSignIn() {
        register();
        page.click("#sign-out");
        page.awaitShown("#sign-in");
        page.reload();
        page.awaitShown("#sign-in");
        assertThat(page.shows("#user-email")).isFalse();
    }

    @Test
    void somebodyKnownSignsInAgain() {
        register();
        page.click("#sign-out");
        page.click("#sign-in");
        page.type("#email", email);
        page.type("#password", PASSWORD);
        page.click("#submit-account");
        page.awaitText("#user-email", email);
    }

    @Test
    void aWrongPasswordIsReported() {
        page.click("#sign-in");
        page.type("#email", email);
        page.type("#password", "not the password");
        page.click("#submit-account");
        page.awaitText("#sign-in-error", "password is wrong");
        assertThat(page.text("#sign-in-error")).doesNotStartWith("Unauthorized");
    }

    @Test
    void aPasswordThatIsTooShortIsReportedAtItsField() {
        page.click("#sign-in");
        page.click("#switch-mode");
        page.type("#email", email);
        page.type("#password", "short");
        page.click("#submit-account");
        page.awaitText("#password-error", "Password");
        assertThat(page.find("#password").getDomAttribute("aria-invalid")).isEqualTo("true");
    }

    @Test
    void anArticleNeedsSomebodyWhoIsSignedIn() {
        createArticle();
        page.awaitShown("#account");
        assertThat(page.shows("#article-empty")).isTrue();
    }

    @Test
    void theArticleThatNeededAnAccountIsWrittenAfterRegistering() {
        createArticle();
        page.awaitShown("#account");
        page.click("#switch-mode");
        page.type("#email", email);
        page.type("#password", PASSWORD);
        page.click("#submit-account");
        page.awaitPhase(PANEL, "succeeded");
    }

    @Test
    void anArticleUsesUpACredit() {
        register();
        createArticle();
        page.awaitPhase(PANEL, "succeeded");
        page.awaitText("#credits", "2 of 3 articles left");
    }

    @Test
    void somebodyElsesArticleIsGoneFromThePageAfterSigningOut() {
        register();
        createArticle();
        page.awaitPhase(PANEL, "succeeded");
        page.awaitShown(PANEL + " .history a");
        page.click("#sign-out");
        page.awaitShown("#article-empty");
        assertThat(page.all(PANEL + " .history a")).isEmpty();
    }

    @Test
    void aListThatComesAfterSigningOutIsNotShown() {
        register();
        createArticle();
        page.awaitPhase(PANEL, "succeeded");
        page.holdAnswers(
                "/api/v1/jobs?", "import('/js/article/panel.js').then(({ articles }) => articles.refreshHistory())");
        page.click("#sign-out");
        page.awaitShown("#article-empty");
        page.letAnswersGo();
        assertThat(page.all(PANEL + " .history a")).isEmpty();
    }

    @Test
    void creditsThatComeAfterSigningOutAreNotShown() {
        register();
        page.holdAnswers(
                "/api/v1/user/credits", "import('/js/auth/account-bar.js').then(({ showCredits }) => showCredits())");
        page.click("#sign-out");
        page.awaitShown("#sign-in");
        page.letAnswersGo();
        assertThat(page.text("#credits")).isEmpty();
    }

    @Test
    void aTokenThatComesAfterSigningOutSignsNobodyIn() {
        register();
        page.holdAnswers("/api/v1/auth/refresh", """
                (sessionStorage.removeItem('pressroom.access-token'),
                    import('/js/auth/account.js').then(({ accessToken }) => accessToken()))
                """);
        page.click("#sign-out");
        page.awaitShown("#sign-in");
        page.letAnswersGo();
        page.reload();
        page.awaitShown("#sign-in");
        assertThat(page.text("#sign-out")).isEmpty();
    }

    @Test
    void aTokenMadeElsewhereIsUsedToo() {
        page.click("#sign-in");
        page.click("#token-section summary");
        page.type("#token", service.token(UUID.randomUUID()));
        page.click("#token-form button");
        page.awaitText("#credits", "3 of 3 articles left");
    }

    @Test
    void whereAccountsAreKeptElsewhereOnlyATokenIsAskedFor() {
        try (Service without = Service.start(Map.of(
                "PRESSROOM_ENV", "production", "PRESSROOM_CLUSTER", "off", "PRESSROOM_AUTH_LOCAL_ACCOUNTS", "false"))) {
            page.open(without.url());
            page.click("#sign-in");
            page.awaitShown("#token");
            assertThat(page.shows("#account")).isFalse();
        }
    }

    @Test
    void aVisitorWhoAnalysesAWebsiteNeedsNoToken() {
        analyse();
        page.reload();
        page.awaitPhase(ANALYSES, "succeeded");
        page.awaitShown(ANALYSES + " .history a");
        assertThat(page.all(ANALYSES + " .history a")).hasSize(1);
    }

    @Test
    void whatAVisitorAnalysedIsTheirsAfterRegistering() {
        analyse();
        register();
        page.reload();
        page.awaitPhase(ANALYSES, "succeeded");
        page.click("#audiences .primary");
        page.click("#write");
        page.awaitPhase(PANEL, "succeeded");
    }

    @Test
    void whatAVisitorHasOnScreenStaysThereAfterRegistering() {
        analyse();
        page.script("document.querySelector('#analysis-title').dataset.same = 'yes'; window.same = true");
        register();
        page.awaitShown(ANALYSES + " .history a");
        assertThat(page.phase(ANALYSES)).isEqualTo("succeeded");
        assertThat(page.all("#audiences > li")).hasSize(4);
        assertThat(page.script("return window.same")).isEqualTo(true);
    }

    @Test
    void aRunningAnalysisOfAVisitorGoesOnAfterRegistering() {
        page.click("#website-tab");
        page.type("#url", bakery.url());
        MODEL.hold(Task.AUDIENCE);
        page.click("#analyse");
        page.awaitPhase(ANALYSES, "running");
        register();
        MODEL.release();
        page.awaitPhase(ANALYSES, "succeeded");
        page.awaitShown(ANALYSES + " .history a");
        assertThat(page.shows(ANALYSES + " .notice")).isFalse();
    }

    @Test
    void whereCreditsEndTheUserIsToldInOneMessage() {
        register();
        for (int articles = 0; articles < 3; articles++) {
            page.open(service.url());
            createArticle();
            page.awaitPhase(PANEL, "succeeded");
        }
        page.open(service.url());
        createArticle();
        page.awaitText(PANEL + " .notice-title", "No articles left");
        assertThat(page.shows(PANEL + " .retry")).isFalse();
        assertThat(page.shows(PANEL + " .notice-action")).isFalse();
    }

    @Test
    void anAccountIsOfferedWhereTheCreditsOfAVisitorEnd() {
        try (Service dev = Service.start(Map.of("STARTING_CREDITS", "0"))) {
            page.open(dev.url());
            createArticle();
            page.awaitText(PANEL + " .notice-title", "No articles left");
            page.click(PANEL + " .notice-action");
            page.awaitText("#sign-in-title", "Create an account");
        }
    }

    @Test
    void whatATrialUserWroteIsInTheAccountAndStaysOnScreen() {
        try (Service dev = Service.start(Map.of("STARTING_CREDITS", "3", "PRESSROOM_DEMO_PACE_MS", "40"))) {
            page.open(dev.url());
            createArticle();
            page.awaitPhase(PANEL, "running");
            register();
            page.awaitPhase(PANEL, "succeeded");
            page.awaitShown(PANEL + " .history a");
            assertThat(page.shows(PANEL + " .notice")).isFalse();
        }
    }

    @Test
    void whatATrialUserWroteIsInTheListAfterASignInLink() {
        try (Service dev = Service.start()) {
            page.open(dev.url());
            createArticle();
            page.awaitPhase(PANEL, "succeeded");
            page.follow(dev.url() + "/#code=" + dev.signInCode(UUID.randomUUID()));
            page.awaitText("#user-email", "Signed in with a token");
            page.awaitShown(PANEL + " .history a");
            page.click("#posts-tab");
            page.awaitShown("#post-list a");
        }
    }

    @Test
    void nothingIsReportedToTheConsole() {
        page.console();
        page.reload();
        register();
        page.click("#sign-out");
        page.awaitShown("#sign-in");
        assertThat(page.console()).isEmpty();
    }

    private void register() {
        page.click("#sign-in");
        page.click("#switch-mode");
        page.type("#email", email);
        page.type("#password", PASSWORD);
        page.click("#submit-account");
        page.awaitText("#credits", "articles left");
    }

    private static void analyse() {
        page.click("#website-tab");
        page.type("#url", bakery.url());
        page.click("#analyse");
        page.awaitPhase(ANALYSES, "succeeded");
    }

    private static void createArticle() {
        page.type("#title", "Watering succulents");
        page.click("#write");
    }
}
