package dev.pressroom.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
    @ParameterizedTest
    @ValueSource(strings = {"password", "Password1", "12345678", "QWERTYUIOP", " iloveyou "})
    void whatIsGuessedFirstIsRefused(String password) {
        assertThat(PasswordRules.violation(password, "ada@example.com"))
                .hasValueSatisfying(fault -> assertThat(fault).startsWith("is one of"));
    }

    @Test
    void theEmailAddressIsRefused() {
        assertThat(PasswordRules.violation("Ada@Example.com", "ada@example.com"))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a longer phrase is better", "passwordless", "tr0ub4dor&3"})
    void anythingElseIsTaken(String password) {
        assertThat(PasswordRules.violation(password, "ada@example.com")).isEmpty();
    }
}
