package dev.pressroom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.PricedArticles;
import dev.pressroom.support.Servers;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The control room at /ops. */
class ControlRoomIT {
    private static final String WHOLE_FILTER = "[data-action=filter][data-id=%s]";

    private static PricedArticles articles;
    private static Page page;

    private final Api user = articles == null ? null : articles.user();

    @BeforeAll
    static void start() {
        if (Browser.missing().isEmpty()) {
            articles = new PricedArticles();
            page = new Page();
        }
    }

    @AfterAll
    static void stop() {
        if (page != null) {
            page.close();
            articles.close();
        }
    }

    @BeforeEach
    void signInAsOperator() {
        assumeTrue(Browser.missing().isEmpty(), () -> Browser.missing().orElse(""));
        open("overview");
        page.awaitText("#live", "Live");
    }

    @AfterEach
    void nothingIsReportedOnTheConsole() {
        if (page != null) {
            page.size(1280, 900);
            page.colorScheme("light");
            assertThat(page.console())
                    .noneMatch(message -> message.contains("Content Security Policy") || message.contains("Uncaught"));
        }
    }

    private static void open(String view) {
        page.openWith(articles.service.url() + "/ops#" + view, articles.service.token(UUID.randomUUID(), "admin"));
    }

    private void openJobs(String more) {
        open("jobs?owner=user:" + user.user() + more);
    }

    /** Stores jobs of the user that have failed. */
    private void failedJobs(int count) {
        Servers.execute(
                articles.service.databaseUrl(),
                "insert into jobs (id, type, status, user_id, tenant, error, error_code, retryable, finished_at)"
                        + " select ('01900000-0000-7000-8' || substr(gen_random_uuid()::text, 21))::uuid, 'content_generation', 'failed', '"
                        + user.user() + "', 'user:" + user.user() + "', 'Refused', 'MODEL_REFUSED', true, now()"
                        + " from generate_series(1, " + count + ") n");
    }

    private long jobs(String condition) {
        return articles.count("select count(*) from jobs where user_id = '" + user.user() + "' and " + condition);
    }

    private static void awaitRows(int count) {
        try {
            Await.value(Page.SOON, () -> page.all("#job-list tbody tr").size(), rows -> rows == count);
        } catch (AssertionError e) {
            throw new AssertionError("not " + count + " rows at " + page.address() + ": " + page.text("body"), e);
        }
    }

    private static String number(String name) {
        return (String) page.script("return [...document.querySelectorAll('.tile')]"
                + ".find((tile) => tile.querySelector('dt').textContent === '" + name
                + "')?.querySelector('dd a').textContent ?? ''");
    }

    @Test
    void theNumbersFollowTheJobsWithoutAReload() {
        long before = Long.parseLong(Await.value(Page.SOON, () -> number("Running"), text -> !text.isEmpty()));

        UUID job = user.created(Api.order("Held for the numbers"));

        Await.value(Page.SOON, () -> number("Running"), text -> text.equals(Long.toString(before + 1)));
        user.cancel(job);
        Await.value(Page.SOON, () -> number("Running"), text -> text.equals(Long.toString(before)));
    }

    @Test
    void theFilterIsKeptInTheAddressOverReloadAndBack() {
        articles.ended(user, "A good one", "succeeded");
        articles.ended(user, "Fails here", "failed");
        openJobs("");
        awaitRows(2);

        page.script("const select = document.querySelector('#filter-status'); select.value = 'failed';"
                + " select.dispatchEvent(new Event('change', { bubbles: true }))");
        awaitRows(1);
        assertThat(page.address()).contains("status=failed").contains("owner=user");
        page.reload();
        awaitRows(1);
        assertThat(page.script("return document.querySelector('#filter-status').value"))
                .isEqualTo("failed");
        page.back();
        awaitRows(2);
    }

    @Test
    void pagesLeadForwardAndBack() {
        failedJobs(70);
        openJobs("");
        awaitRows(50);
        page.click("[rel=next]");
        awaitRows(20);
        page.click("[rel=prev]");
        awaitRows(50);
    }

    @Test
    void theTimelineHasTheErrorOfEachAttemptItsStepsTokensAndCost() {
        UUID job = articles.ended(user, "Fails <b>once</b>", "failed");
        user.retry(job);
        user.await(job, "succeeded");
        openJobs("");
        awaitRows(1);

        page.click(".job-title");

        page.awaitShown(".timeline");
        assertThat(page.text("#view-title")).isEqualTo("Fails <b>once</b>");
        assertThat(page.texts(".timeline h3")).containsExactly("Attempt 1 failed", "Attempt 2 succeeded");
        assertThat(page.text(".timeline .failure")).contains("MODEL_REFUSED");
        assertThat(page.text(".timeline > li:nth-child(2)")).contains("1,000 tokens in, 500 out");
        assertThat(page.text(".job-facts")).contains("1,150 in, 515 out").contains("EUR");
        page.click(".timeline > li:nth-child(1) summary");
        assertThat(page.texts(".timeline > li:nth-child(1) .model-calls tbody tr"))
                .hasSize(2)
                .anySatisfy(call -> assertThat(call).contains("article", "priced", "50"));
    }

    @Test
    void usageIsShownByDayOwnerTypeAndModel() {
        articles.ended(user, "Tea", "succeeded");
        open("usage?by=owner&owner=user:" + user.user());

        page.awaitText("#view tbody", "user:" + user.user());
        assertThat(page.text("#view tbody")).contains("1,100", "510", "0.00212 EUR");
        page.click(".ranges a[href*='by=model']");
        page.awaitText("#view tbody", "priced");
        assertThat(page.address()).contains("by=model").contains("owner=user");
    }

    @Test
    void theBudgetOfATenantIsSet() {
        open("tenants");
        page.click("[data-action=limit]");
        page.type("#ask-tenant", "user:" + user.user());
        page.type("#ask-budget", "much");
        page.click("#ask-ok");
        page.awaitText("#ask-error", "Monthly budget");
        page.type("#ask-budget", "12.5");
        page.click("#ask-ok");

        page.awaitText("#done", "The limits are set");
        assertThat(articles.count("select (monthly_budget * 10)::int from tenant_limits where tenant = 'user:"
                        + user.user() + "'"))
                .isEqualTo(125);
    }

    @Test
    void anActionOnAllOfAnEmptyFilterIsRefused() {
        open("jobs");
        page.click(WHOLE_FILTER.formatted("cancel"));
        page.awaitText("#done", "Set a filter first");
        assertThat(page.shows("#ask")).isFalse();
    }

    @Test
    void aDeletionOfAFilterAsksForTheCount() {
        failedJobs(23);
        openJobs("");
        awaitRows(23);
        page.click(WHOLE_FILTER.formatted("delete"));
        page.awaitText("#ask-title", "Delete: 23 jobs?");

        page.click("#ask-ok");
        page.awaitText("#ask-error", "Type 23");
        assertThat(jobs("true")).isEqualTo(23);

        page.type("#ask-count", "23");
        page.click("#ask-ok");
        page.awaitShown("tr.selected");
        page.awaitText("tr.selected", "23 of 23");
        assertThat(jobs("true")).isZero();
    }

    @Test
    void aTaskIsAbortedBeforeItChangesAnything() {
        failedJobs(3);
        openJobs("&status=failed");
        awaitRows(3);
        page.click(WHOLE_FILTER.formatted("retry"));
        page.awaitText("#ask-title", "Retry: 3 jobs?");
        holdTasks();
        try {
            page.click("#ask-ok");
            page.awaitShown("tr.selected [data-action=abort]");
            page.click("tr.selected [data-action=abort]");
            page.awaitText("tr.selected", "aborted");
        } finally {
            Servers.execute(articles.service.databaseUrl(), "delete from duties where name = 'tasks'");
        }
        assertThat(jobs("status = 'failed'")).isEqualTo(3);
    }

    /** No worker runs tasks from now on: another node seems to. */
    private static void holdTasks() {
        Servers.execute(
                articles.service.databaseUrl(),
                "insert into duties (name, holder, held_until) values ('tasks', '" + UUID.randomUUID()
                        + "', now() + interval '1 hour') on conflict (name)"
                        + " do update set holder = excluded.holder, held_until = excluded.held_until");
    }

    @Test
    void markedJobsAreCancelledAndOthersAreNot() {
        UUID kept = user.created(Api.order("Held and kept"));
        UUID marked = user.created(Api.order("Held and marked"));
        openJobs("");
        awaitRows(2);
        page.click("input[aria-label='Mark Held and marked']");
        page.awaitText("#bulk-marked", "Marked: 1");
        page.click("[data-action=marked][data-id=cancel]");
        page.awaitText("#ask-title", "Cancel: 1 job?");
        page.click("#ask-ok");
        page.awaitText("#done", "1 job cancelled");
        assertThat(user.status(marked).getString("errorCode")).isEqualTo("CANCELLED");
        assertThat(user.status(kept).getString("status")).isNotEqualTo("failed");
        user.cancel(kept);
    }

    @Test
    void aTypeIsPausedAndResumed() {
        page.click("[data-action=pause][data-id='type:website_analysis']");
        page.type("#ask-reason", "Maintenance");
        page.click("#ask-ok");
        page.awaitShown("[data-action=resume][data-id='type:website_analysis']");
        open("pauses");
        page.awaitText("#view", "Maintenance");
        page.click("[data-action=resume]");
        page.awaitText("#view", "Nothing is paused");
    }

    @Test
    void aNodeIsDrainedAndTakenBack() {
        open("nodes");
        page.click("[data-action=drain]");
        page.click("#ask-ok");
        page.awaitText("tbody", "drained");
        page.click("[data-action=undrain]");
        page.awaitText("tbody", "healthy");
    }

    @Test
    void whoIsNoOperatorIsToldSo() {
        page.openWith(articles.service.url() + "/ops", articles.service.token(UUID.randomUUID()));
        page.awaitText("#gate", "role “admin”");
        assertThat(page.shows("#view-title")).isFalse();
    }

    @Test
    void aSignInLinkOfAnOperatorLeadsIn() {
        page.forgetAll();
        page.open(articles.service.url() + "/ops");
        page.awaitText("#gate", "Sign in as an operator");
        page.open(articles.service.url() + "/ops#code=" + articles.service.signInCode(UUID.randomUUID(), "admin"));
        page.awaitText("#live", "Live");
        assertThat(page.address()).doesNotContain("code=");
    }

    @Test
    void aPastedTokenLeadsIn() {
        page.forgetAll();
        page.open(articles.service.url() + "/ops");
        page.click("#gate-sign-in");
        page.click("#token-section summary");
        page.type("#token", articles.service.token(UUID.randomUUID(), "admin"));
        page.press(Keys.ENTER);
        page.awaitText("#live", "Live");
    }

    @Test
    void aJobIsFoundAndOpenedByKeyboard() {
        articles.ended(user, "Fails by keyboard", "failed");
        page.tabTo("#views a[href='#jobs']");
        page.press(Keys.ENTER);
        page.awaitShown("#filter-owner");
        page.tabTo("#filter-owner");
        page.typeHere("user:" + user.user());
        page.press(Keys.ENTER);
        awaitRows(1);
        page.tabTo(".job-title");
        page.press(Keys.ENTER);
        page.awaitShown(".timeline");
        page.tabTo("[data-action=delete]");
        page.press(Keys.ENTER);
        page.awaitShown("#ask");
        page.press(Keys.ESCAPE);
        Await.until(Page.SOON, () -> !page.shows("#ask"));
    }

    private static void checkView(String view) {
        page.follow(articles.service.url() + "/ops#" + view);
        Await.until(
                Page.SOON,
                () -> page.address().endsWith(view)
                        && page.shows("#view-title")
                        && !page.text("#view").contains("Loading…"));
        assertThat(page.faults()).as(view).isEmpty();
        assertThat(page.script("return document.documentElement.scrollWidth <= innerWidth"))
                .as(view + " fits into the window")
                .isEqualTo(true);
    }

    @Test
    void axeFindsNoSeriousFaultWideAndLightOrNarrowAndDark() {
        UUID failed = articles.ended(user, "Fails for axe", "failed");
        UUID running = user.created(Api.order("Held for axe"));
        List<String> views = List.of(
                "overview",
                "jobs?owner=user:" + user.user(),
                "job?id=" + failed,
                "job?id=" + running,
                "failures",
                "nodes",
                "tenants",
                "usage",
                "usage?by=owner",
                "pauses",
                "tasks",
                "audit");
        page.size(1600, 900);
        views.forEach(ControlRoomIT::checkView);
        page.size(360, 900);
        page.colorScheme("dark");
        views.forEach(ControlRoomIT::checkView);
        user.cancel(running);
    }
}
