package dev.pressroom.job;

/**
 * One event of a job's narrative.
 *
 * @param seq its number within the narrative, ascending; apart from the numbers of {@link JobEvent}
 * @param data one line of JSON
 */
public record NarrativeEvent(int seq, String name, String data) {
    /** The narrative is told to its end. */
    public static final String COMPLETE = "complete";

    public boolean isFinal() {
        return name.equals(COMPLETE);
    }
}
