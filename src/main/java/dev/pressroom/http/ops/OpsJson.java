package dev.pressroom.http.ops;

import dev.pressroom.bus.NodeHeartbeat;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.job.JobSearch;
import dev.pressroom.job.JobView;
import dev.pressroom.job.Owner;
import dev.pressroom.ops.AuditLog;
import dev.pressroom.ops.ControlStore;
import dev.pressroom.ops.Failures;
import dev.pressroom.ops.JobMinutes;
import dev.pressroom.ops.ModelCalls;
import dev.pressroom.ops.Overview;
import dev.pressroom.ops.QueueMinutes;
import dev.pressroom.ops.TaskStore;
import dev.pressroom.ops.TimeHistogram;
import dev.pressroom.ops.UsageReport;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/** Writes what operators see as JSON. */
final class OpsJson {
    /** Characters of a session id that are shown: whoever knows all of them can act for the visitor. */
    private static final int SHOWN_OF_SESSION = 4;

    private OpsJson() {}

    static <T> JsonArray array(List<T> items, Function<T, JsonObject> json) {
        return new JsonArray(items.stream().map(json).toList());
    }

    static JsonObject overview(Overview.State state) {
        return new JsonObject()
                .put("at", JsonResponses.timestamp(state.at()))
                .put("types", array(state.types(), type -> ofType(type, state.at())))
                .put("nodes", array(state.nodes(), OpsJson::node))
                .put("pauses", array(state.pauses(), OpsJson::pause));
    }

    private static JsonObject ofType(Overview.OfType type, OffsetDateTime at) {
        return new JsonObject()
                .put("type", type.now().type().wireName())
                .put("depth", type.now().depth())
                .put("depthIsMinimum", type.now().isMinimum())
                .put("oldestQueuedAt", time(type.now().oldest()))
                .put(
                        "oldestQueuedSeconds",
                        type.now()
                                .oldest()
                                .map(oldest ->
                                        Math.max(0, Duration.between(oldest, at).toSeconds()))
                                .orElse(null))
                .put("running", type.now().running())
                .put("succeededPerMinute", type.succeededPerMinute())
                .put("failedPerMinute", type.failedPerMinute())
                .put("waitMs", quantiles(type.waits()))
                .put("runMs", quantiles(type.runs()));
    }

    private static JsonObject quantiles(TimeHistogram times) {
        return new JsonObject()
                .put("p50", number(times.quantile(0.5)))
                .put("p95", number(times.quantile(0.95)))
                .put("p99", number(times.quantile(0.99)));
    }

    private static JsonObject node(NodeHeartbeat.NodeState node) {
        return new JsonObject()
                .put("node", node.node().toString())
                .put("host", node.host())
                .put("httpPort", number(node.httpPort()))
                .put("roles", new JsonArray(node.roles()))
                .put("slots", node.slots())
                .put("running", number(node.running()))
                .put("heartbeatAt", JsonResponses.timestamp(node.seenAt()))
                .put("fresh", node.fresh())
                .put("drained", node.drained())
                .put("leaving", node.leaving())
                .put("version", node.version().orElse(null));
    }

    static JsonObject pause(ControlStore.Pause pause) {
        return new JsonObject()
                .put("scope", pause.scope())
                .put("reason", pause.reason().orElse(null))
                .put("pausedBy", pause.pausedBy().toString())
                .put("pausedAt", JsonResponses.timestamp(pause.pausedAt()));
    }

    static JsonObject minute(JobMinutes.Minute minute) {
        return new JsonObject()
                .put("minute", JsonResponses.timestamp(minute.minute()))
                .put("type", minute.type().wireName())
                .put("succeeded", minute.succeeded())
                .put("failed", minute.failed())
                .put("waitMs", quantiles(minute.waits()))
                .put("runMs", quantiles(minute.runs()));
    }

    static JsonObject queueMinute(QueueMinutes.Minute minute) {
        return new JsonObject()
                .put("minute", JsonResponses.timestamp(minute.minute()))
                .put("type", minute.type().wireName())
                .put("depth", minute.depth())
                .put("oldestSeconds", minute.oldestSeconds())
                .put("running", minute.running());
    }

    static JsonObject job(JobSearch.Found found) {
        JobView job = found.job();
        return new JsonObject()
                .put("jobId", job.id().toString())
                .put("type", job.type().wireName())
                .put("status", job.status().wireName())
                .put("title", job.title().orElse(null))
                .put("tags", new JsonArray(job.tags()))
                .put("attempt", job.attempt())
                .put("progress", job.progress())
                .put("currentStep", job.currentStep().orElse(null))
                .put("error", job.error().map(JobView.JobError::message).orElse(null))
                .put("errorCode", job.error().map(error -> error.code().name()).orElse(null))
                .put("createdAt", JsonResponses.timestamp(job.createdAt()))
                .put("updatedAt", JsonResponses.timestamp(job.updatedAt()))
                .mergeIn(forOperators(found));
    }

    /** The members that only operators see. */
    static JsonObject forOperators(JobSearch.Found found) {
        return new JsonObject()
                .put("owner", owner(found.job().owner()))
                .put("tenant", found.tenant())
                .put(
                        "organizationId",
                        found.organizationId().map(Object::toString).orElse(null))
                .put("node", found.job().lease().map(Object::toString).orElse(null))
                .put("leaseUntil", time(found.leaseUntil()))
                .put("failedStep", found.failedStep().orElse(null))
                .put("lostWorkers", found.losses())
                .put("queuedAt", JsonResponses.timestamp(found.queuedAt()))
                .put("startedAt", time(found.startedAt()))
                .put("finishedAt", time(found.finishedAt()))
                .put("notBefore", time(found.notBefore()))
                .put("startBefore", time(found.startBefore()));
    }

    private static JsonObject owner(Owner owner) {
        return owner.userId()
                .map(id -> new JsonObject().put("kind", "user").put("id", id.toString()))
                .orElseGet(() -> new JsonObject()
                        .put("kind", "session")
                        .put("id", owner.sessionId().orElse("").substring(0, SHOWN_OF_SESSION) + "…"));
    }

    static JsonObject event(JsonObject stored) {
        return stored.copy()
                .put("createdAt", JsonResponses.timestamp(Instant.ofEpochMilli(stored.getLong("createdAt"))));
    }

    static JsonObject call(ModelCalls.Call call) {
        return new JsonObject()
                .put("step", call.step().orElse(null))
                .put("attempt", number(call.attempt()))
                .put("model", call.model().orElse(null))
                .put("inputTokens", call.inputTokens())
                .put("outputTokens", call.outputTokens())
                .put("images", call.images())
                .put("cost", call.cost().map(JsonResponses::amount).orElse(null))
                .put("currency", call.currency().orElse(null))
                .put("recordedAt", JsonResponses.timestamp(call.recordedAt()));
    }

    static JsonObject failures(Failures.Group group) {
        return new JsonObject()
                .put("type", group.type().wireName())
                .put("errorCode", group.errorCode())
                .put("step", group.step().orElse(null))
                .put("count", group.jobs())
                .put("firstSeen", JsonResponses.timestamp(group.first()))
                .put("lastSeen", JsonResponses.timestamp(group.last()))
                .put("newestJobId", group.newest().toString());
    }

    static JsonObject entry(AuditLog.Entry entry) {
        return new JsonObject()
                .put("id", entry.id())
                .put("createdAt", JsonResponses.timestamp(entry.createdAt()))
                .put("actor", entry.actor().toString())
                .put("action", entry.action())
                .put("target", entry.target().orElse(null))
                .put("filter", entry.filter().orElse(null))
                .put("count", entry.count())
                .put("details", entry.details().orElse(null));
    }

    static JsonObject tenant(ControlStore.TenantState tenant) {
        return new JsonObject()
                .put("tenant", tenant.tenant())
                .put("live", tenant.live())
                .put("liveIsMinimum", tenant.live() >= ControlStore.MAX_COUNTED)
                .put("running", tenant.running())
                .put("paused", tenant.paused())
                .put(
                        "limits",
                        new JsonObject()
                                .put("running", number(tenant.limits().running()))
                                .put("queued", number(tenant.limits().queued()))
                                .put(
                                        "monthlyBudget",
                                        tenant.limits()
                                                .monthlyBudget()
                                                .map(JsonResponses::amount)
                                                .orElse(null)))
                .put("spentThisMonth", JsonResponses.amount(tenant.spent()));
    }

    /** Without the name. */
    static JsonObject sums(UsageReport.Sums sums) {
        return new JsonObject()
                .put("calls", sums.calls())
                .put("inputTokens", sums.inputTokens())
                .put("outputTokens", sums.outputTokens())
                .put("images", sums.images())
                .put("cost", sums.currency().isPresent() ? JsonResponses.amount(sums.cost()) : null)
                .put("currency", sums.currency().orElse(null));
    }

    static JsonObject task(TaskStore.Task task) {
        return new JsonObject()
                .put("taskId", task.id().toString())
                .put("action", task.action().wireName())
                .put("filter", task.filter())
                .put("expected", number(task.expected()))
                .put("status", task.status().wireName())
                .put("total", task.total())
                .put("done", task.done())
                .put("skipped", task.skipped())
                .put("message", task.message().orElse(null))
                .put("createdBy", task.actor().toString())
                .put("createdAt", JsonResponses.timestamp(task.createdAt()))
                .put("finishedAt", time(task.finishedAt()));
    }

    private static String time(Optional<OffsetDateTime> time) {
        return time.map(JsonResponses::timestamp).orElse(null);
    }

    private static Integer number(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
    }

    private static Long number(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }
}
