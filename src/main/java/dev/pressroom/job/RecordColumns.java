package dev.pressroom.job;

import dev.pressroom.job.LeaseStore.Recording;
import dev.pressroom.job.LeaseStore.StepOutput;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The columns of recordings, as parameters of a statement. */
final class RecordColumns {
    /** Shorter texts are stored again where they are repeated: a reference would save little. In characters. */
    static final int MIN_REFERENCE = 512;

    /**
     * The columns {@code data} and {@code output_of} of an event {@code e} that was recorded with the output {@code held}: data
     * that repeats the output is stored as a reference to it, or is copied from it when it is not the one in the checkpoint.
     * Follows the common table expression {@code checkpoint} with the ids of the jobs whose checkpoint was inserted.
     */
    static final String DATA = """
            case when e.output_of is null then e.data::json
                            when e.job_id not in (select job_id from checkpoint) then held.output::json end,
                       case when e.job_id in (select job_id from checkpoint) then e.output_of end
            """;

    private RecordColumns() {}

    static String step(Recording recording) {
        return recording.checkpoint().map(StepOutput::step).orElse(null);
    }

    static String output(Recording recording) {
        return recording.checkpoint().map(step -> step.output().encode()).orElse(null);
    }

    static Integer tokens(Recording recording) {
        return recording.checkpoint().map(StepOutput::tokens).orElse(0);
    }

    static Optional<StepUsage> usage(Recording recording) {
        return recording.checkpoint().flatMap(StepOutput::usage);
    }

    /** The number of the recording's last event; 0 without events. */
    static Integer lastEvent(Recording recording) {
        List<JobEvent> events = recording.events();
        return events.isEmpty() ? 0 : events.get(events.size() - 1).seq();
    }

    /** The events of all recordings, as the columns job, attempt, number, name, and data unless it repeats an output. */
    static List<Object> events(List<Recording> all) {
        List<RecordedEvent> events = recorded(all);
        return List.of(
                ColumnArrays.of(events, UUID[]::new, e -> e.recording.lease().jobId()),
                ColumnArrays.of(events, Integer[]::new, e -> e.recording.lease().attempt()),
                ColumnArrays.of(events, Integer[]::new, e -> e.event.seq()),
                ColumnArrays.of(events, String[]::new, e -> e.event.name()),
                ColumnArrays.of(events, String[]::new, e -> e.repeatsOutput ? null : e.event.data()));
    }

    /** For the same events in the same order: the step whose output is the data of the event, or null. */
    static String[] outputOf(List<Recording> all) {
        return ColumnArrays.of(recorded(all), String[]::new, e -> e.repeatsOutput ? step(e.recording) : null);
    }

    private static List<RecordedEvent> recorded(List<Recording> all) {
        return all.stream()
                .flatMap(r -> {
                    String output = output(r);
                    return r.events().stream()
                            .map(event -> new RecordedEvent(
                                    r,
                                    event,
                                    event.data().length() >= MIN_REFERENCE
                                            && event.data().equals(output)));
                })
                .toList();
    }

    private record RecordedEvent(Recording recording, JobEvent event, boolean repeatsOutput) {}
}
