package dev.pressroom.account;

import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * What a client holds to stay signed in: 16 bytes that name the sign-in, then 32 that change with each refresh. Both are
 * secret, and only their hashes are stored.
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

    /** Nothing when the text cannot be a token of ours. */
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

    /** For the client, and for nobody else. */
    String text() {
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    /** Names the sign-in, without being good for anything else. */
    String signIn() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(familyHash().getBytes());
    }

    /** The hash that {@link #signIn} was made from; empty when the text was not made by it. */
    static Optional<Buffer> familyHash(String signIn) {
        try {
            byte[] hash = Base64.getUrlDecoder().decode(signIn);
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
