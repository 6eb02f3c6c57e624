package dev.pressroom.job;

import dev.pressroom.job.LeaseStore.Recording;
import dev.pressroom.job.LeaseStore.StepOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The columns of recordings, as parameters of a statement. */
final class RecordColumns {
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

    /** The events of all recordings, as the columns job, attempt, number, name and data. */
    static List<Object> events(List<Recording> all) {
        List<LeasedEvent> events = new ArrayList<>();
        all.forEach(r -> r.events().forEach(event -> events.add(new LeasedEvent(r.lease(), event))));
        return List.of(
                ColumnArrays.of(events, UUID[]::new, e -> e.lease.jobId()),
                ColumnArrays.of(events, Integer[]::new, e -> e.lease.attempt()),
                ColumnArrays.of(events, Integer[]::new, e -> e.event.seq()),
                ColumnArrays.of(events, String[]::new, e -> e.event.name()),
                ColumnArrays.of(events, String[]::new, e -> e.event.data()));
    }

    private record LeasedEvent(Lease lease, JobEvent event) {}
}
