package dev.pressroom.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-02-02T12:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({"-5,0s", "0,0s", "119,119s", "120,2m", "7199,119m", "7200,2h", "172799,47h", "172800,2d"})
    void aDurationIsInTheLargestUnitOfWhichThereAreTwo(long seconds, String text) {
        assertThat(Values.duration(Duration.ofSeconds(seconds))).isEqualTo(text);
    }

    @Test
    void anAgeIsTheTimeSinceAMoment() {
        assertThat(Values.age("at", CLOCK).apply(new JsonObject().put("at", "2026-02-02T11:50:00.000Z")))
                .isEqualTo("10m");
    }

    @Test
    void anAbsentMomentHasNoAge() {
        assertThat(Values.age("at", CLOCK).apply(new JsonObject())).isEmpty();
    }

    @Test
    void aTextThatIsNoMomentIsShownAsItIs() {
        assertThat(Values.age("at", CLOCK).apply(new JsonObject().put("at", "soon")))
                .isEqualTo("soon");
    }

    @Test
    void anArrayIsAList() {
        assertThat(Values.text(new JsonArray().add("a").add(1))).isEqualTo("a,1");
    }

    @Test
    void nullIsEmpty() {
        assertThat(Values.of("x").apply(new JsonObject().putNull("x"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0,0.0s", "350,0.3s", "9999,9.9s", "10000,10s", "600000,10m"})
    void millisecondsAreShownAsSeconds(long millis, String text) {
        assertThat(Values.millis(millis)).isEqualTo(text);
    }
}
