package dev.pressroom.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EmailsTest {
    @Test
    void oneAddressHasOneForm() {
        assertThat(Emails.normalized(" Ada@Example.COM ")).isEqualTo("ada@example.com");
    }

    @Test
    void charactersThatAreNotShownAreNotStored() {
        assertThat(Emails.normalized("ada\u202E@example\u200F.com\u0007")).isEqualTo("ada@example.com");
    }
}
