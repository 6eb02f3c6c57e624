package dev.pressroom.account;

import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;

/** One-time tickets for a job's stream, for clients that cannot send headers and must not put a token into a URL. */
public final class TicketStore {
    public static final Duration LIFETIME = Duration.ofSeconds(60);

    private static final String ISSUE =
            "insert into stream_tickets (hash, job_id, expires_at) values ($1, $2, now() + $3 * interval '1 second')";

    private static final String REDEEM =
            "delete from stream_tickets where hash = $1 and job_id = $2 and expires_at > now() returning job_id";

    private static final int BYTES = 32;

    private final Database database;
    private final SecureRandom random = new SecureRandom();

    public TicketStore(Database database) {
        this.database = database;
    }

    /** Issues a ticket for a job to a client that may access it. Only the ticket's SHA-256 hash is stored. */
    public Future<String> issue(UUID jobId) {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        return database.run(ISSUE, Tuple.of(hash(ticket), jobId, LIFETIME.toSeconds()))
                .map(ticket);
    }

    /** Uses a ticket up; false when it is unknown, used, expired or for another job. */
    public Future<Boolean> redeem(String ticket, UUID jobId) {
        return database.run(REDEEM, Tuple.of(hash(ticket), jobId)).map(rows -> rows.size() == 1);
    }

    private static Buffer hash(String ticket) {
        try {
            return Buffer.buffer(MessageDigest.getInstance("SHA-256").digest(ticket.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
