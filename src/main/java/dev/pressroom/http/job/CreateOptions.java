package dev.pressroom.http.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pressroom.base.CleanText;
import dev.pressroom.http.request.ValidationErrors.Violation;
import dev.pressroom.job.JobOptions;
import dev.pressroom.job.JobType;
import dev.pressroom.job.StepNames;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/** Reads title, tags, start limit and base of a job from the body that creates it, after its validation. */
final class CreateOptions {
    private CreateOptions() {}

    /** What the schema cannot express; empty for a valid body. */
    static List<Violation> violations(JobType type, JsonNode body) {
        List<Violation> found = new ArrayList<>();
        JsonNode tags = body.path("tags");
        for (int i = 0; i < tags.size(); i++) {
            if (CleanText.line(tags.get(i).textValue()).isEmpty()) {
                found.add(new Violation("/tags/" + i, "must not be blank"));
            }
        }
        text(body, "from").ifPresent(step -> {
            if (basedOn(body).isEmpty()) {
                found.add(new Violation("/from", "needs basedOn"));
            } else if (!StepNames.all(type).contains(step)) {
                found.add(new Violation("/from", "must be one of " + String.join(", ", StepNames.all(type))));
            }
        });
        return found;
    }

    /** @param body without {@link #violations} */
    static JobOptions of(JobType type, JsonNode body) {
        JsonNode seconds = body.path("startWithinSeconds");
        return new JobOptions(
                title(type, body),
                tags(body.path("tags")),
                seconds.isInt() ? OptionalInt.of(seconds.intValue()) : OptionalInt.empty(),
                base(type, body));
    }

    /** The id of the job that the body names as its base. */
    static Optional<UUID> basedOn(JsonNode body) {
        return text(body, "basedOn").map(UUID::fromString);
    }

    private static Optional<JobOptions.Base> base(JobType type, JsonNode body) {
        return basedOn(body)
                .map(id -> new JobOptions.Base(
                        id,
                        text(body, "from")
                                .map(step -> StepNames.keptBefore(type, step))
                                .orElse(List.of())));
    }

    private static Optional<String> title(JobType type, JsonNode body) {
        String title = switch (type) {
            case CONTENT_GENERATION -> body.path("topic").path("title").textValue();
            case WEBSITE_ANALYSIS -> body.path("url").textValue();
            case OTHER -> null;
        };
        return Optional.ofNullable(title).map(CreateOptions::cut).filter(text -> !text.isEmpty());
    }

    private static String cut(String title) {
        String line = CleanText.line(title);
        return line.length() <= JobOptions.MAX_TITLE_CHARACTERS
                        || line.codePointCount(0, line.length()) <= JobOptions.MAX_TITLE_CHARACTERS
                ? line
                : line.substring(0, line.offsetByCodePoints(0, JobOptions.MAX_TITLE_CHARACTERS))
                        .strip();
    }

    private static List<String> tags(JsonNode tags) {
        if (tags.isEmpty()) {
            return List.of();
        }
        Set<String> distinct = new LinkedHashSet<>();
        tags.forEach(tag -> distinct.add(CleanText.line(tag.textValue())));
        return List.copyOf(distinct);
    }

    private static Optional<String> text(JsonNode body, String member) {
        return Optional.ofNullable(body.path(member).textValue());
    }
}
