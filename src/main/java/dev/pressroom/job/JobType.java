package dev.pressroom.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;

/** What kinds of job there are. The wire name is used in Redis keys, bus addresses and messages, rows and answers. */
public enum JobType {
    CONTENT_GENERATION("content_generation", 1),
    WEBSITE_ANALYSIS("website_analysis", 0),

    /** A type that the next version has added, whose nodes run its jobs: here it can be read and nothing else. */
    OTHER("other", 0);

    private final String wireName;
    private final int credits;

    JobType(String wireName, int credits) {
        this.wireName = wireName;
        this.credits = credits;
    }

    /** Those that this version knows. */
    public static List<JobType> known() {
        return List.of(CONTENT_GENERATION, WEBSITE_ANALYSIS);
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    /** What a job of this type costs. */
    public int credits() {
        return credits;
    }

    /** {@link #OTHER} when this version knows no such type. */
    @JsonCreator
    public static JobType of(String wireName) {
        for (JobType type : values()) {
            if (type.wireName.equals(wireName)) {
                return type;
            }
        }
        return OTHER;
    }
}
