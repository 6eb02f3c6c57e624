package dev.pressroom.cli.remote;

import dev.pressroom.cli.remote.Table.Column;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything about one job, for reading. */
final class JobSheet {
    private static final List<String> MEMBERS = List.of(
            "jobId",
            "status",
            "progress",
            "currentStep",
            "title",
            "type",
            "tags",
            "attempt",
            "queuePosition",
            "error",
            "errorCode",
            "failedStep",
            "owner",
            "tenant",
            "organizationId",
            "node",
            "leaseUntil",
            "lostWorkers",
            "createdAt",
            "queuedAt",
            "notBefore",
            "startBefore",
            "startedAt",
            "finishedAt",
            "usage");

    private static final int EVENTS = 10;

    private final Output out;
    private final Clock clock;

    JobSheet(Output out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    void print(JsonObject job) {
        if (out.isJson()) {
            out.json(job);
            return;
        }
        for (String member : MEMBERS) {
            String value = value(job, member);
            if (!value.isEmpty()) {
                out.values(member, value);
            }
        }
        section("Attempts", attempts(), Remote.objects(job.getJsonArray("attempts")));
        section("Steps", steps(), Remote.objects(job.getJsonArray("steps")));
        List<JsonObject> events = Remote.objects(job.getJsonArray("events"));
        if (out.isTable()) {
            section("Events", events(), events.subList(Math.max(0, events.size() - EVENTS), events.size()));
        }
    }

    private void section(String title, Table table, List<JsonObject> rows) {
        if (!rows.isEmpty()) {
            out.title(title);
            out.rows(table, rows);
        }
    }

    private static String value(JsonObject job, String member) {
        if (member.equals("owner")) {
            return Values.owner(job);
        }
        return job.getValue(member) instanceof JsonObject object ? pairs(object) : Values.text(job.getValue(member));
    }

    private static String pairs(JsonObject object) {
        Map<String, String> pairs = new TreeMap<>();
        object.forEach(member -> pairs.put(member.getKey(), Values.text(member.getValue())));
        pairs.values().removeIf(String::isEmpty);
        return String.join(
                " ",
                pairs.entrySet().stream()
                        .map(pair -> pair.getKey() + "=" + pair.getValue())
                        .toList());
    }

    private Table attempts() {
        return Table.of(
                Column.whole("ATTEMPT", row -> out.isTable() ? Values.text(row.getValue("number")) : "attempt"),
                Column.whole("OUTCOME", Values.of("outcome")),
                Column.whole("STARTED", Values.of("startedAt")),
                Column.whole("ENDED", Values.of("endedAt")),
                Column.text("ERROR", Values.of("errorCode")),
                Column.text("MESSAGE", Values.of("error")));
    }

    private Table steps() {
        return Table.of(
                Column.whole("STEP", row -> (out.isTable() ? "" : "step ") + Values.text(row.getValue("name"))),
                Column.number("ATTEMPT", Values.of("attempt")),
                Column.number("TIME", Values.of("durationMs"))
                        .shownAs(row -> Values.millis(row.getValue("durationMs"))),
                Column.number("IN", Values.of("inputTokens")),
                Column.number("OUT", Values.of("outputTokens")),
                Column.number("COST", Values.of("cost")));
    }

    private Table events() {
        return Table.of(
                Column.number("EVENT", Values.of("seq")),
                Column.text("NAME", Values.of("name")),
                Column.number("AGE", Values.age("createdAt", clock)),
                Column.text("DATA", Values.of("data")));
    }
}
