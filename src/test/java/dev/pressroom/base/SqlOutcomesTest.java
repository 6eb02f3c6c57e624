package dev.pressroom.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class SqlOutcomesTest {
    private enum Ending {
        WON,
        TOO_LATE_IN_TIME
    }

    @Test
    void aWordIsParsedTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertThat(SqlOutcomes.of(Ending.class, "too_late_in_time")).isEqualTo(Ending.TOO_LATE_IN_TIME);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void anUnknownWordIsAnError() {
        assertThatThrownBy(() -> SqlOutcomes.of(Ending.class, "lost")).hasMessageContaining("'lost'");
    }
}
