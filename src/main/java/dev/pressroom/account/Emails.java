package dev.pressroom.account;

import dev.pressroom.base.CleanText;
import java.text.Normalizer;
import java.util.Locale;

/** E-mail addresses. Their form is checked with the request. */
public final class Emails {
    private Emails() {}

    /**
     * The one form under which an address is stored and looked up: trimmed, without invisible characters, composed (NFC), in lower case. RFC 5321 lets
     * a host tell {@code Ada@} from {@code ada@}; none does, and people do not either.
     */
    public static String normalized(String email) {
        return Normalizer.normalize(CleanText.line(email), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }
}
