package dev.pressroom.job;

/**
 * One event of a job's narrative: the website analysis as a text that the client receives as a stream, word by word.
 *
 * @param seq its number within the narrative, ascending; independent of the numbers of {@link JobEvent}
 * @param data one line of JSON
 */
public record NarrativeEvent(int seq, String name, String data) {
    /** The last event of a narrative. */
    public static final String COMPLETE = "complete";

    public boolean isFinal() {
        return name.equals(COMPLETE);
    }
}
