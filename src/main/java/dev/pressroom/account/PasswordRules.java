package dev.pressroom.account;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Rejects common passwords and the account's own e-mail address as a password (NIST SP 800-63B-4, section 3.1.1.2). The length
 * is validated with the request.
 */
public final class PasswordRules {
    private static final Set<String> COMMON_PASSWORDS = Set.of(
            "00000000",
            "11111111",
            "1111111111",
            "11223344",
            "112233445566",
            "12121212",
            "123123123",
            "1234512345",
            "12341234",
            "12344321",
            "12345678",
            "123456789",
            "1234567890",
            "12345678910",
            "123456789a",
            "1234qwer",
            "123qweasd",
            "147258369",
            "1a2b3c4d",
            "1q2w3e4r",
            "1q2w3e4r5t",
            "1qaz2wsx",
            "1qaz2wsx3edc",
            "55555555",
            "66666666",
            "77777777",
            "87654321",
            "88888888",
            "987654321",
            "9876543210",
            "99999999",
            "aa123456",
            "aaaaaaaa",
            "abc12345",
            "abcd1234",
            "abcdefgh",
            "admin123",
            "admin1234",
            "administrator",
            "asdf1234",
            "asdfasdf",
            "asdfghjk",
            "asdfghjkl",
            "baseball",
            "changeme",
            "computer",
            "football",
            "iloveyou",
            "internet",
            "jennifer",
            "letmein1",
            "liverpool",
            "michelle",
            "p@ssw0rd",
            "p@ssword",
            "passw0rd",
            "password",
            "password!",
            "password1",
            "password12",
            "password123",
            "password1234",
            "princess",
            "q1w2e3r4",
            "q1w2e3r4t5",
            "qazwsxedc",
            "qwer1234",
            "qwerasdf",
            "qwerty12",
            "qwerty123",
            "qwerty1234",
            "qwertyui",
            "qwertyuiop",
            "qwertzui",
            "qwertzuiop",
            "starwars",
            "sunshine",
            "superman",
            "trustno1",
            "welcome1",
            "welcome123",
            "whatever",
            "zaq12wsx",
            "zxcvbnm1",
            "zxcvbnm123");

    private PasswordRules() {}

    /**
     * Returns why a password is rejected, as a predicate whose subject is the password; empty for an accepted one.
     *
     * @param email of the account, normalized
     */
    public static Optional<String> violation(String password, String email) {
        String normalized = password.strip().toLowerCase(Locale.ROOT);
        if (COMMON_PASSWORDS.contains(normalized)) {
            return Optional.of("is one of the passwords that are guessed first; choose another");
        }
        return normalized.equals(email) ? Optional.of("must not be the e-mail address") : Optional.empty();
    }
}
