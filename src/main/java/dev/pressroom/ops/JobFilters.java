package dev.pressroom.ops;

import dev.pressroom.base.Chars;
import dev.pressroom.base.CleanText;
import dev.pressroom.job.JobSearch;
import dev.pressroom.job.JobStatus;
import dev.pressroom.job.JobType;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Reads filters of jobs from the members of a query or of JSON. An {@code owner} is {@code user:<id>}, {@code session:<id>} or
 * the bare id of a user.
 *
 * @param isEmpty whether it finds all jobs
 */
public record JobFilters(JobSearch.Filter filter, boolean isEmpty) {
    /** The members of a filter. */
    public static final List<String> MEMBERS = List.of(
            "status",
            "type",
            "owner",
            "organization",
            "tag",
            "errorCode",
            "node",
            "tenant",
            "createdAfter",
            "createdBefore",
            "q");

    private static final int MAX_WORDS = 10;
    private static final String USER = "user:";
    private static final String SESSION = "session:";

    /** A member whose value cannot be read. */
    public static final class InvalidMember extends IllegalArgumentException {
        private final String member;

        InvalidMember(String member, String message) {
            super(message);
            this.member = member;
        }

        public String member() {
            return member;
        }
    }

    /** Reads a filter that {@link #read} has accepted before. */
    static JobFilters ofJson(JsonObject json) {
        return read(member -> Optional.ofNullable(json.getString(member)));
    }

    /**
     * Reads a filter.
     *
     * @param members returns the value of a member; an empty one counts as none
     * @throws InvalidMember with the first fault
     */
    public static JobFilters read(Function<String, Optional<String>> members) {
        Function<String, Optional<String>> given =
                member -> members.apply(member).map(CleanText::line).filter(value -> !value.isEmpty());
        Optional<String> owner = given.apply("owner");
        Optional<String> session = owner.filter(id -> id.startsWith(SESSION)).map(id -> id.substring(SESSION.length()));
        Optional<UUID> user = session.isPresent()
                ? Optional.empty()
                : owner.map(id -> uuid("owner", id.startsWith(USER) ? id.substring(USER.length()) : id));
        List<String> words =
                List.copyOf(new LinkedHashSet<>(Chars.words(given.apply("q").orElse(""))));
        if (words.size() > MAX_WORDS) {
            throw new InvalidMember("q", "must have at most " + MAX_WORDS + " words");
        }
        JobSearch.Filter filter = new JobSearch.Filter(
                given.apply("status").map(JobFilters::status).stream().toList(),
                given.apply("type").map(JobFilters::type),
                user,
                session,
                given.apply("organization").map(id -> uuid("organization", id)),
                given.apply("tag"),
                given.apply("errorCode"),
                given.apply("node").map(id -> uuid("node", id)),
                given.apply("tenant"),
                given.apply("createdAfter").map(time -> time("createdAfter", time)),
                given.apply("createdBefore").map(time -> time("createdBefore", time)),
                words);
        return new JobFilters(
                filter, MEMBERS.stream().allMatch(member -> given.apply(member).isEmpty()));
    }

    /** The jobs of this filter that were created before or at a time. */
    JobSearch.Filter createdUntil(OffsetDateTime time) {
        OffsetDateTime end = time.plusNanos(1000);
        Optional<OffsetDateTime> before =
                filter.createdBefore().filter(given -> given.isBefore(end)).or(() -> Optional.of(end));
        return new JobSearch.Filter(
                filter.statuses(),
                filter.type(),
                filter.userId(),
                filter.sessionId(),
                filter.organizationId(),
                filter.tag(),
                filter.errorCode(),
                filter.nodeId(),
                filter.tenant(),
                filter.createdAfter(),
                before,
                filter.words());
    }

    private static JobStatus status(String text) {
        JobStatus status = JobStatus.of(text);
        if (!status.wireName().equals(text)) {
            throw new InvalidMember("status", "must be queued, running, succeeded or failed");
        }
        return status;
    }

    private static JobType type(String text) {
        JobType type = JobType.of(text);
        if (!JobType.known().contains(type)) {
            throw new InvalidMember("type", "is no job type");
        }
        return type;
    }

    private static UUID uuid(String member, String text) {
        if (!Chars.isUuid(text)) {
            throw new InvalidMember(member, "must be a UUID");
        }
        return UUID.fromString(text);
    }

    private static OffsetDateTime time(String member, String text) {
        try {
            return OffsetDateTime.parse(text);
        } catch (DateTimeException e) {
            throw new InvalidMember(member, "must be a time such as 2026-02-02T12:00:00Z");
        }
    }
}
