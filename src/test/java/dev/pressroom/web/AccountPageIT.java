package dev.pressroom.web;

import static dev.pressroom.web.Page.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pressroom.support.Await;
import dev.pressroom.support.Service;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signing in on the page, where nobody is given a token: the service as it runs in production. */
class AccountPageIT {
    private static final String DESK = "#article-desk";
    private static final String SITES = "#website-desk";
    private static final String PASSWORD = "a longer phrase is better";

    private static Service service;
    private static Bakery bakery;
    private static Page page;

    private String email;

    @BeforeAll
    static void start() {
        if (Browser.missing().isEmpty()) {
            page = new Page();
            bakery = new Bakery();
            service = Service.start(Map.of(
                    "PRESSROOM_ENV", "production",
                    "PRESSROOM_CLUSTER", "off",
                    "PRESSROOM_FETCH_ALLOW_PRIVATE", "true",
                    "STARTING_CREDITS", "3"));
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
        assertThat(page.text("#who")).isEqualTo(email);
        assertThat(page.text("#credits")).isEqualTo("3 of 3 articles left");
    }

    @Test
    void aReloadLeavesThemSignedIn() {
        register();
        page.reload();
        page.awaitText("#who", email);
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
        page.script(
                "window.calls = [];"
                        + " const send = window.fetch; window.fetch = (...a) => { window.calls.push(a[0]); return send(...a); };"
                        + " sessionStorage.clear();"
                        + " import('/js/shared/api.js').then(({ call }) =>"
                        + " Promise.all([1, 2, 3].map(() => call('GET', '/api/v1/user/credits'))).then(() => window.done = true))");
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
        assertThat(page.shows("#who")).isFalse();
    }

    @Test
    void somebodyKnownSignsInAgain() {
        register();
        page.click("#sign-out");
        page.click("#sign-in");
        page.type("#email", email);
        page.type("#password", PASSWORD);
        page.click("#enter");
        page.awaitText("#who", email);
    }

    @Test
    void aWrongPasswordIsTold() {
        page.click("#sign-in");
        page.type("#email", email);
        page.type("#password", "not the password");
        page.click("#enter");
        page.awaitText("#who-fault", "password is wrong");
    }

    @Test
    void aPasswordThatIsTooShortIsToldAtItsField() {
        page.click("#sign-in");
        page.click("#other-way");
        page.type("#email", email);
        page.type("#password", "short");
        page.click("#enter");
        page.awaitText("#password-fault", "Password");
        assertThat(page.find("#password").getDomAttribute("aria-invalid")).isEqualTo("true");
    }

    @Test
    void anArticleNeedsSomebodyWhoIsSignedIn() {
        order();
        page.awaitShown("#account");
        assertThat(page.shows("#blank")).isTrue();
    }

    @Test
    void anArticleUsesUpACredit() {
        register();
        order();
        page.awaitPhase(DESK, "succeeded");
        page.awaitText("#credits", "2 of 3 articles left");
    }

    @Test
    void somebodyElsesArticleIsGoneFromThePageAfterSigningOut() {
        register();
        order();
        page.awaitPhase(DESK, "succeeded");
        page.awaitShown(DESK + " .history a");
        page.click("#sign-out");
        page.awaitShown("#blank");
        assertThat(page.all(DESK + " .history a")).isEmpty();
    }

    @Test
    void aListThatComesAfterSigningOutIsNotShown() {
        register();
        order();
        page.awaitPhase(DESK, "succeeded");
        page.holdAnswers("/api/v1/jobs?", "import('/js/article/desk.js').then(({ articles }) => articles.list())");
        page.click("#sign-out");
        page.awaitShown("#blank");
        page.letAnswersGo();
        assertThat(page.all(DESK + " .history a")).isEmpty();
    }

    @Test
    void creditsThatComeAfterSigningOutAreNotShown() {
        register();
        page.holdAnswers(
                "/api/v1/user/credits", "import('/js/caller/masthead.js').then(({ showCredits }) => showCredits())");
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
                    import('/js/caller/account.js').then(({ accessToken }) => accessToken()))
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
        page.click("#token-way summary");
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
        page.awaitPhase(SITES, "succeeded");
        page.awaitShown(SITES + " .history a");
        assertThat(page.all(SITES + " .history a")).hasSize(1);
    }

    @Test
    void whatAVisitorAnalysedIsTheirsAfterRegistering() {
        analyse();
        register();
        page.reload();
        page.awaitPhase(SITES, "succeeded");
        page.click("#audiences .primary");
        page.click("#write");
        page.awaitPhase(DESK, "succeeded");
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
        page.click("#other-way");
        page.type("#email", email);
        page.type("#password", PASSWORD);
        page.click("#enter");
        page.awaitText("#credits", "articles left");
    }

    private static void analyse() {
        page.click("#website-tab");
        page.type("#url", bakery.url());
        page.click("#analyse");
        page.awaitPhase(SITES, "succeeded");
    }

    private static void order() {
        page.type("#title", "Watering succulents");
        page.click("#write");
    }
}
