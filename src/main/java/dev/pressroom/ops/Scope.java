package dev.pressroom.ops;

import dev.pressroom.base.Chars;
import dev.pressroom.job.JobType;
import java.util.Optional;

/**
 * What a pause applies to.
 *
 * @param text {@code all}, {@code type:<job type>}, or {@code tenant:<kind>:<id>}
 */
public record Scope(String text) {
    public static final Scope ALL = new Scope("all");
    private static final String TYPE = "type:";
    private static final String TENANT = "tenant:";
    private static final int MAX_TENANT = 200;

    public static Scope of(JobType type) {
        return new Scope(TYPE + type.wireName());
    }

    /** Parses a scope; empty for another text and for an unknown job type. */
    public static Optional<Scope> parse(String text) {
        boolean valid = text.equals(ALL.text)
                || text.startsWith(TYPE) && JobType.known().contains(JobType.of(text.substring(TYPE.length())))
                || text.startsWith(TENANT) && isTenant(text.substring(TENANT.length()));
        return valid ? Optional.of(new Scope(text)) : Optional.empty();
    }

    /** Whether a text is the key of a tenant: {@code organization:<id>}, {@code user:<id>} or {@code visitor:<hash>}. */
    public static boolean isTenant(String text) {
        return (text.startsWith("organization:") || text.startsWith("user:") || text.startsWith("visitor:"))
                && Chars.all(text, 6, MAX_TENANT, c -> c > ' ' && c < 0x7f)
                && !text.endsWith(":");
    }
}
