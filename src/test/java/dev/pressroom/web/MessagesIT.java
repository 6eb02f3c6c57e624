package dev.pressroom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.support.Service;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page tells a user about each error code, from its own module in a browser. */
class MessagesIT {
    private static final Pattern INTERNAL_NAME = Pattern.compile("[A-Z]{2,}_[A-Z]");

    private static Service service;
    private static Page page;

    @BeforeAll
    static void start() {
        if (Browser.missing().isEmpty()) {
            page = new Page();
            service = Service.start();
            page.open(service.url());
        }
    }

    @AfterAll
    static void stop() {
        if (page != null) {
            page.close();
            service.close();
        }
    }

    @BeforeEach
    void needsABrowser() {
        assumeTrue(Browser.missing().isEmpty(), () -> Browser.missing().orElse(""));
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void anErrorHasATitleAndATextWithoutCodesOrSettings(ErrorCode code) {
        List<String> told = told(
                "explain",
                "{ errorCode: '" + code + "', title: 'Not possible', message: '"
                        + "Set JWT_SECRET and start again. The page was refused.' }");
        assertThat(told)
                .hasSize(2)
                .noneMatch(String::isBlank)
                .noneMatch(text -> INTERNAL_NAME.matcher(text).find());
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void aFailureOfAJobHasATextWithoutCodesOrSettings(ErrorCode code) {
        List<String> told = told(
                "explainFailure", "{ errorCode: '" + code + "', error: 'OPENAI_API_KEY was rejected. It has ended.' }");
        assertThat(told.get(1)).isNotBlank().doesNotContainPattern(INTERNAL_NAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MODEL_REFUSED", "PAGE_NOT_FOUND", "PAGE_URL_INVALID", "PAGE_NOT_HTML", "PAGE_FORBIDDEN"})
    void whereTheSameInputFailsAgainTheUserIsAskedForAnother(String code) {
        assertThat(is("needsOtherInput", "{ errorCode: '" + code + "' }")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PAGE_UNREACHABLE", "PAGE_TIMEOUT", "MODEL_TIMEOUT", "INTERNAL", "WORKER_LOST"})
    void whereTheInputIsNotTheCauseTheUserIsNotAskedForAnother(String code) {
        assertThat(is("needsOtherInput", "{ errorCode: '" + code + "' }")).isFalse();
    }

    @Test
    void aCancelledJobCanBeTriedAgain() {
        assertThat(is("canRetry", "{ errorCode: 'CANCELLED', retryable: false }"))
                .isTrue();
    }

    @Test
    void aJobThatFailsForGoodCannotBeTriedAgain() {
        assertThat(is("canRetry", "{ errorCode: 'PAGE_NOT_FOUND', retryable: false }"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INSUFFICIENT_CREDITS", "RATE_LIMITED", "TOO_MANY_JOBS"})
    void anAccountIsOfferedWhereAVisitorReachesALimit(String code) {
        assertThat(is("accountHelps", "{ errorCode: '" + code + "' }")).isTrue();
    }

    @SuppressWarnings("unchecked")
    private static List<String> told(String function, String error) {
        return (List<String>)
                page.script("return import('/js/shared/messages.js').then((m) => { const { title, text } = m."
                        + function + "(" + error + "); return [title ?? '', text]; })");
    }

    private static boolean is(String function, String error) {
        return (boolean)
                page.script("return import('/js/shared/messages.js').then((m) => m." + function + "(" + error + "))");
    }
}
