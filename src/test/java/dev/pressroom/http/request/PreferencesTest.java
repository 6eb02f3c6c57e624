package dev.pressroom.http.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServerRequest;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreferencesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wait=20 | 20",
                "Wait = 5 | 5",
                "wait=\"7\" | 7",
                "respond-async, wait=10 | 10",
                "respond-async; wait=10 | 10",
                "wait=0 | 0",
                "wait=99999999999 | 30"
            })
    void aWaitIsReadAndIsAtMostHalfAMinute(String prefer, int seconds) {
        assertThat(Preferences.waitSeconds(request(prefer))).contains(seconds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wait", "wait=", "wait=-3", "wait=soon", "await=9", "return=minimal"})
    void whatIsNoWaitIsIgnored(String prefer) {
        assertThat(Preferences.waitSeconds(request(prefer))).isEmpty();
    }

    @Test
    void noHeaderIsNoWish() {
        assertThat(Preferences.waitSeconds(request(null))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a-1-0\"", "W/\"a-1-0\"", "*", "\"x\", \"a-1-0\"", " \"a-1-0\" "})
    void anEntityTagIsFoundInTheList(String header) {
        assertThat(Preferences.matches(header, "\"a-1-0\"")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a-1-0", "\"a-1\"", "\"b\""})
    void anotherEntityTagDoesNotMatch(String header) {
        assertThat(Preferences.matches(header, "\"a-1-0\"")).isFalse();
    }

    @Test
    void wholeNumbersAreReadAndNothingElse() {
        assertThat(Preferences.integer("12")).contains(12);
        assertThat(Preferences.integer("12.5")).isEmpty();
        assertThat(Preferences.integer("99999999999")).isEmpty();
        assertThat(Preferences.integer(null)).isEmpty();
    }

    private static HttpServerRequest request(String prefer) {
        return (HttpServerRequest) Proxy.newProxyInstance(
                PreferencesTest.class.getClassLoader(),
                new Class<?>[] {HttpServerRequest.class},
                (proxy, method, arguments) -> method.getName().equals("getHeader") ? prefer : null);
    }
}
