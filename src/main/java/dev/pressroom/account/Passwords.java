package dev.pressroom.account;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * Hashes and verifies passwords with Argon2id (RFC 9106), in the PHC string format. A hash takes tens of milliseconds of CPU
 * time, so it runs on worker threads: half as many as there are processors, which also bounds its memory. At most {@link
 * #MAX_PENDING} hashes run or wait; further ones fail with {@code OVERLOADED}. One instance per node; thread-safe.
 */
public final class Passwords {
    /** Hashes that may run or wait at the same time. */
    static final int MAX_PENDING = 64;

    /** Parameters of the OWASP Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane. */
    private static final int MEMORY_KIB = 19 * 1024;

    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final long BLOCKED_WARNING_SECONDS = 10;

    private final WorkerExecutor threads;
    private final Argon2PasswordEncoder encoder;
    private final String dummyHash;
    private final AtomicInteger pending = new AtomicInteger();

    public Passwords(Vertx vertx) {
        this(vertx, MEMORY_KIB, PASSES);
    }

    Passwords(Vertx vertx, int memoryKib, int passes) {
        int poolSize = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        this.threads =
                vertx.createSharedWorkerExecutor("passwords", poolSize, BLOCKED_WARNING_SECONDS, TimeUnit.SECONDS);
        this.encoder = new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, memoryKib, passes);
        this.dummyHash = "$argon2id$v=19$m=" + memoryKib + ",t=" + passes + ",p=" + LANES + "$" + zeros(SALT_BYTES)
                + "$" + zeros(HASH_BYTES);
    }

    private static String zeros(int bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(new byte[bytes]);
    }

    /** Hashes a password with a new salt. Fails with {@code OVERLOADED} when too many hashes are pending. */
    Future<String> hash(Secret password) {
        return submit(() -> encoder.encode(password.value()));
    }

    /**
     * Whether a password matches the stored hash. Without one the result is false after the same time, so that the time does
     * not reveal which accounts exist. Fails with {@code OVERLOADED} when too many hashes are pending.
     */
    Future<Boolean> matches(Secret password, Optional<String> storedHash) {
        String hash = storedHash.orElse(dummyHash);
        return submit(() -> encoder.matches(password.value(), hash));
    }

    /** Whether a valid hash has weaker parameters than new ones. */
    boolean isOutdated(String hash) {
        return encoder.upgradeEncoding(hash);
    }

    private <T> Future<T> submit(Callable<T> work) {
        if (pending.incrementAndGet() > MAX_PENDING) {
            pending.decrementAndGet();
            return Future.failedFuture(new Failure(
                    ErrorCode.OVERLOADED,
                    "Too many people are signing in at the moment. Try again shortly.",
                    Optional.of(RETRY_AFTER),
                    null));
        }
        return threads.executeBlocking(work, false).onComplete(done -> pending.decrementAndGet());
    }

    public Future<Void> close() {
        return threads.close();
    }
}
