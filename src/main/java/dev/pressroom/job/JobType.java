package dev.pressroom.job;

/** What kinds of job there are. The wire name is used in Redis keys, bus addresses, rows and answers. */
public enum JobType {
    CONTENT_GENERATION("content_generation", 1),
    WEBSITE_ANALYSIS("website_analysis", 0);

    private final String wireName;
    private final int credits;

    JobType(String wireName, int credits) {
        this.wireName = wireName;
        this.credits = credits;
    }

    public String wireName() {
        return wireName;
    }

    /** What a job of this type costs. */
    public int credits() {
        return credits;
    }

    /** @throws IllegalArgumentException when there is no such type */
    public static JobType of(String wireName) {
        for (JobType type : values()) {
            if (type.wireName.equals(wireName)) {
                return type;
            }
        }
        throw new IllegalArgumentException("no such job type: " + wireName);
    }
}
