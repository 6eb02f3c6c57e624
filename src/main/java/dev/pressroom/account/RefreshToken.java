package dev.pressroom.account;

import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A refresh token: 16 random bytes that identify the sign-in, the "family" (RFC 9700, section 4.14.2), then 32 that change
 * with each refresh. Both parts are secret; only their SHA-256 is stored.
 */
final class RefreshToken {
    private static final int FAMILY_BYTES = 16;
    private static final int BYTES = FAMILY_BYTES + 32;
    private static final int HASH_BYTES = 32;
    private static final int TEXT_LENGTH = BYTES * 4 / 3;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] bytes;

    private RefreshToken(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The first token of a new sign-in. */
    static RefreshToken first() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new RefreshToken(bytes);
    }

    /** The next token of the same sign-in. */
    RefreshToken next() {
        RefreshToken next = first();
        System.arraycopy(bytes, 0, next.bytes, 0, FAMILY_BYTES);
        return next;
    }

    /** Parses the text of a token; empty if the text has another form. */
    static Optional<RefreshToken> of(String text) {
        if (text.length() != TEXT_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RefreshToken(Base64.getUrlDecoder().decode(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The token for the client, in URL-safe Base64. Secret. */
    String text() {
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    /** The id of the sign-in for access tokens: the hash of the family, which is not secret. */
    String signInId() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(familyHash().getBytes());
    }

    /** The hash in a {@link #signInId}; empty if the text has another form. */
    static Optional<Buffer> familyHash(String signInId) {
        try {
            byte[] hash = Base64.getUrlDecoder().decode(signInId);
            return hash.length == HASH_BYTES ? Optional.of(Buffer.buffer(hash)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    Buffer familyHash() {
        return sha256(Arrays.copyOf(bytes, FAMILY_BYTES));
    }

    Buffer hash() {
        return sha256(bytes);
    }

    private static Buffer sha256(byte[] secret) {
        try {
            return Buffer.buffer(MessageDigest.getInstance("SHA-256").digest(secret));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
