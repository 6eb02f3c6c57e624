package dev.pressroom.account;

import dev.pressroom.base.Secret;
import dev.pressroom.config.AuthSettings;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Pseudonymizes network addresses of visitors: an HMAC-SHA-256 with a key that all nodes share. The key is derived from the
 * token secret; without one it is generated once and stored in the database. Thread-safe.
 */
public final class NetworkHash {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    /** Length of the truncated HMAC; collisions remain improbable. */
    private static final int HASH_BYTES = 16;

    private static final String PURPOSE = "pressroom network hash";

    /** Inserts the given key, or returns the one that another node has inserted. */
    private static final String STORE_OR_GET = """
            insert into shared_secrets as s (name, value) values ('network-hash', $1)
            on conflict (name) do update set value = s.value returning value
            """;

    private final SecretKeySpec key;

    NetworkHash(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** Derives the key, or reads it from the database. */
    public static Future<NetworkHash> open(Database database, AuthSettings auth) {
        return auth.secret()
                .map(secret -> Future.succeededFuture(derivedFrom(secret)))
                .orElseGet(() -> stored(database));
    }

    private static NetworkHash derivedFrom(Secret secret) {
        NetworkHash keyed = new NetworkHash(secret.value().getBytes(StandardCharsets.UTF_8));
        return new NetworkHash(keyed.mac(PURPOSE));
    }

    private static Future<NetworkHash> stored(Database database) {
        byte[] newKey = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(newKey);
        return database.run(STORE_OR_GET, Tuple.of(Buffer.buffer(newKey)))
                .map(rows -> new NetworkHash(
                        rows.iterator().next().getBuffer("value").getBytes()));
    }

    /** The hash of a client's network, as 32 hexadecimal digits. */
    public String of(ClientAddress client) {
        return HexFormat.of().formatHex(mac(client.network()), 0, HASH_BYTES);
    }

    private byte[] mac(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
