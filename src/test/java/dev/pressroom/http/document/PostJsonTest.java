package dev.pressroom.http.document;

import dev.pressroom.support.HostileTexts;
import org.junit.jupiter.api.Test;

class PostJsonTest {
    @Test
    void cursorsAreParsedInLinearTime() {
        HostileTexts.assertReadFast("cursor", HostileTexts.from("a.", "0-", "?"), PostJson::parseCursor);
    }
}
