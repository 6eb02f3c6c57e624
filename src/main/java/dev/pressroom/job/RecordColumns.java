package dev.pressroom.job;

import dev.pressroom.job.PostgresLeaseStore.Recording;
import dev.pressroom.job.PostgresLeaseStore.StepOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What recordings look like as parameters of a statement: a column each. */
final class RecordColumns {
    private RecordColumns() {}

    static String step(Recording recording) {
        return recording.checkpoint().map(StepOutput::step).orElse(null);
    }

    static String output(Recording recording) {
        return recording.checkpoint().map(made -> made.output().encode()).orElse(null);
    }

    static Integer tokens(Recording recording) {
        return recording.checkpoint().map(StepOutput::tokens).orElse(0);
    }

    /** 0 when it tells nothing. */
    static Integer lastEvent(Recording recording) {
        List<JobEvent> events = recording.events();
        return events.isEmpty() ? 0 : events.get(events.size() - 1).seq();
    }

    /** All events of all recordings: the columns job, attempt, number, name and data. */
    static List<Object> events(List<Recording> all) {
        List<Told> told = new ArrayList<>();
        all.forEach(r -> r.events().forEach(event -> told.add(new Told(r.lease(), event))));
        return List.of(
                ColumnArrays.of(told, UUID[]::new, t -> t.lease.jobId()),
                ColumnArrays.of(told, Integer[]::new, t -> t.lease.attempt()),
                ColumnArrays.of(told, Integer[]::new, t -> t.event.seq()),
                ColumnArrays.of(told, String[]::new, t -> t.event.name()),
                ColumnArrays.of(told, String[]::new, t -> t.event.data()));
    }

    private record Told(Lease lease, JobEvent event) {}
}
