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
 * Names a visitor's network without giving it away: an HMAC under a key that all nodes share. The key follows from the
 * token secret; without one it is made once and kept in the database. Safe to share between verticles.
 */
public final class NetworkHash {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    /** Of the hash: so that no two networks have the same. */
    private static final int HASH_BYTES = 16;

    private static final String PURPOSE = "pressroom network hash";

    /** The first node that asks makes it. */
    private static final String KEY = """
            insert into shared_secrets as s (name, value) values ('network-hash', $1)
            on conflict (name) do update set value = s.value returning value
            """;

    private final SecretKeySpec key;

    NetworkHash(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    public static Future<NetworkHash> open(Database database, AuthSettings auth) {
        return auth.secret()
                .map(secret -> Future.succeededFuture(derivedFrom(secret)))
                .orElseGet(() -> kept(database));
    }

    private static NetworkHash derivedFrom(Secret secret) {
        NetworkHash keyed = new NetworkHash(secret.value().getBytes(StandardCharsets.UTF_8));
        return new NetworkHash(keyed.mac(PURPOSE));
    }

    private static Future<NetworkHash> kept(Database database) {
        byte[] fresh = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(fresh);
        return database.run(KEY, Tuple.of(Buffer.buffer(fresh)))
                .map(rows -> new NetworkHash(
                        rows.iterator().next().getBuffer("value").getBytes()));
    }

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
