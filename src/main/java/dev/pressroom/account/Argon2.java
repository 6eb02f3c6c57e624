package dev.pressroom.account;

import com.google.re2j.Matcher;
import dev.pressroom.base.TextPattern;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106) hashes in the PHC string format, {@code $argon2id$v=19$m=…,t=…,p=…$salt$hash}. Takes tens of
 * milliseconds of a processor by design: never to be called on an event loop.
 *
 * @param memoryKib memory that one hash fills
 * @param passes over that memory
 * @param lanes that could be filled side by side
 */
record Argon2(int memoryKib, int passes, int lanes) {
    /** The first choice of the OWASP Password Storage Cheat Sheet. */
    static final Argon2 CURRENT = new Argon2(19 * 1024, 2, 1);

    private static final TextPattern PHC =
            TextPattern.of(500, "\\$argon2id\\$v=19\\$m=(\\d{1,9}),t=(\\d{1,9}),p=(\\d{1,9})\\$([^$]+)\\$([^$]+)");
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A hash taken apart. */
    private record Parts(Argon2 parameters, byte[] salt, byte[] hash) {}

    /** A new hash, with a salt of its own. */
    String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return phc(salt, digest(password, salt, HASH_BYTES));
    }

    /** A hash that no password has, but that takes as long to check as any. */
    String impossible() {
        return phc(new byte[SALT_BYTES], new byte[HASH_BYTES]);
    }

    /** Whether {@code phc} is the hash of this password, whatever parameters it was made with. */
    static boolean matches(String password, String phc) {
        return parts(phc)
                .map(stored -> MessageDigest.isEqual(
                        stored.hash(), stored.parameters().digest(password, stored.salt(), stored.hash().length)))
                .orElse(false);
    }

    /** Whether {@code phc} was made with other parameters than these, so that it should be made anew. */
    boolean isOutdated(String phc) {
        return parts(phc).map(stored -> !stored.parameters().equals(this)).orElse(true);
    }

    private byte[] digest(String password, byte[] salt, int bytes) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] digest = new byte[bytes];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), digest);
        return digest;
    }

    private String phc(byte[] salt, byte[] hash) {
        Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + memoryKib + ",t=" + passes + ",p=" + lanes + "$" + encoder.encodeToString(salt)
                + "$" + encoder.encodeToString(hash);
    }

    private static Optional<Parts> parts(String phc) {
        Base64.Decoder decoder = Base64.getDecoder();
        return PHC.match(phc)
                .map(found -> new Parts(
                        new Argon2(number(found, 1), number(found, 2), number(found, 3)),
                        decoder.decode(found.group(4)),
                        decoder.decode(found.group(5))));
    }

    private static int number(Matcher found, int group) {
        return Integer.parseInt(found.group(group));
    }
}
