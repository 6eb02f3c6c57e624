package dev.pressroom.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;

/** The types of jobs. The wire name is used in Redis keys, bus addresses and messages, rows and responses. */
public enum JobType {
    CONTENT_GENERATION("content_generation", 1),
    WEBSITE_ANALYSIS("website_analysis", 0),

    /** A type added by a newer version, whose nodes run its jobs; this node can only read them. */
    OTHER("other", 0);

    private final String wireName;
    private final int credits;

    JobType(String wireName, int credits) {
        this.wireName = wireName;
        this.credits = credits;
    }

    /** The types that this version runs. */
    public static List<JobType> known() {
        return List.of(CONTENT_GENERATION, WEBSITE_ANALYSIS);
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    /** The price of one job, in credits. */
    public int credits() {
        return credits;
    }

    /** The type with this wire name; {@link #OTHER} when there is none. */
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
