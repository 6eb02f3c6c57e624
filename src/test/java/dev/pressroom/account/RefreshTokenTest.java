package dev.pressroom.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshTokenTest {
    @Test
    void aTokenIsReadBackFromItsText() {
        RefreshToken token = RefreshToken.first();

        RefreshToken read = RefreshToken.of(token.text()).orElseThrow();

        assertThat(read.hash()).isEqualTo(token.hash());
        assertThat(read.familyHash()).isEqualTo(token.familyHash());
    }

    @Test
    void theNextTokenIsOfTheSameFamilyAndAnother() {
        RefreshToken token = RefreshToken.first();

        assertThat(token.next().familyHash()).isEqualTo(token.familyHash());
        assertThat(token.next().hash()).isNotEqualTo(token.hash());
        assertThat(token.next().text()).isNotEqualTo(token.next().text());
    }

    @Test
    void twoSignInsHaveNothingInCommon() {
        assertThat(RefreshToken.first().familyHash())
                .isNotEqualTo(RefreshToken.first().familyHash());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!"})
    void whatIsNoTokenIsRefused(String text) {
        assertThat(RefreshToken.of(text)).isEmpty();
    }

    @Test
    void aTokenDoesNotShowItself() {
        RefreshToken token = RefreshToken.first();

        assertThat(token.toString()).doesNotContain(token.text());
    }
}
