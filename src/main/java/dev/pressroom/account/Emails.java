package dev.pressroom.account;

import dev.pressroom.base.CleanText;
import java.text.Normalizer;
import java.util.Locale;

/** Normalizes e-mail addresses. Their syntax is validated with the request. */
public final class Emails {
    private Emails() {}

    /**
     * The form in which an address is stored and looked up: trimmed, without invisible characters, composed (NFC), in lower
     * case. RFC 5321 allows hosts to distinguish {@code Ada@} from {@code ada@}, but none does.
     */
    public static String normalized(String email) {
        return Normalizer.normalize(CleanText.line(email), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }
}
