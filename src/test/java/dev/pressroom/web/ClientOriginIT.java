package dev.pressroom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pressroom.support.Service;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.chrome.ChromeDriver;

/** The client library in a page of another origin. */
class ClientOriginIT {
    private static final String SETTING = "PRESSROOM_HTTP_CORS_ORIGINS";
    private static ExamplePages pages;
    private static ChromeDriver browser;

    @BeforeAll
    static void open() {
        assumeTrue(Browser.missing().isEmpty(), () -> Browser.missing().orElse(""));
        browser = Browser.start();
        browser.manage().timeouts().scriptTimeout(Duration.ofSeconds(120));
        pages = ExamplePages.open();
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.quit();
            pages.close();
        }
    }

    /** Reads the credits with a client that was loaded from the service; an error as its fields. */
    private static JsonObject credits(Service service, String baseUrl) {
        browser.get(pages.url() + "/#page");
        return new JsonObject(
                (String) browser.executeAsyncScript("""
                const [url, baseUrl, token, done] = arguments;
                const retries = [];
                import(`${url}/client/pressroom.js`)
                  .then(({ Pressroom }) => new Pressroom({ baseUrl, token, maxRetries: 1 }).credits.get({ onRetry: () => retries.push(1) }))
                  .then(({ totalCredits }) => ({ totalCredits }), ({ name, errorCode, message }) => ({ name, errorCode, message }))
                  .then((outcome) => done(JSON.stringify({ ...outcome, retries: retries.length })));
                """, service.url(), baseUrl, service.token(UUID.randomUUID())));
    }

    @Test
    void anOriginThatIsNotAllowedIsReportedAtOnceWithItsSetting() {
        try (Service service = Service.start(Map.of(SETTING, "https://shop.example.com"))) {
            JsonObject outcome = credits(service, service.url());

            assertThat(outcome.getString("errorCode")).isEqualTo("ORIGIN_REFUSED");
            assertThat(outcome.getString("name")).isEqualTo("ConnectionError");
            assertThat(outcome.getString("message")).contains(SETTING);
            assertThat(outcome.getInteger("retries")).isZero();
        }
    }

    @Test
    void aServiceThatIsDownIsRetriedAndItsErrorNamesBothCauses() {
        try (Service service = Service.start(Map.of(SETTING, "*"))) {
            JsonObject outcome = credits(service, "http://localhost:1");

            assertThat(outcome.getString("errorCode")).isEqualTo("UNREACHABLE");
            assertThat(outcome.getString("message"))
                    .startsWith("The service does not respond")
                    .contains(SETTING);
            assertThat(outcome.getInteger("retries")).isOne();
        }
    }

    @Test
    void anAllowedOriginGetsItsResponses() {
        try (Service service = Service.start(Map.of(SETTING, pages.url(), "STARTING_CREDITS", "7"))) {
            assertThat(credits(service, service.url()).getInteger("totalCredits"))
                    .isEqualTo(7);
        }
    }
}
