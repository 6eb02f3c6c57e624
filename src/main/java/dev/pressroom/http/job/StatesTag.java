package dev.pressroom.http.job;

import dev.pressroom.base.Chars;
import dev.pressroom.job.JobView;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The entity tag of the states of many jobs.
 *
 * @param states digest of the ids, statuses and attempts: a request that waits returns when it changes
 * @param all digest of all that the answer has, progress included
 */
record StatesTag(String states, String all) {
    private static final int DIGEST_BYTES = 12;

    static StatesTag of(List<JobView> jobs) {
        return new StatesTag(
                digest(jobs, job -> job.status() + "-" + job.attempt()),
                digest(jobs, job -> JobRoutes.etag(job, OptionalInt.empty())));
    }

    /** Whether an {@code If-None-Match} has a tag of the same jobs with the same statuses and attempts. */
    boolean hasSameStates(String ifNoneMatch) {
        return Chars.split(ifNoneMatch, ',').stream()
                .map(String::strip)
                .anyMatch(tag ->
                        tag.equals("*") || tag.startsWith('"' + states + '.') || tag.startsWith("W/\"" + states + '.'));
    }

    @Override
    public String toString() {
        return '"' + states + '.' + all + '"';
    }

    private static String digest(List<JobView> jobs, Function<JobView, String> state) {
        String text = jobs.stream().map(job -> job.id() + state.apply(job)).collect(Collectors.joining(","));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, DIGEST_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
