package dev.pressroom.cli.remote;

import dev.pressroom.cli.io.CommandFailure;
import dev.pressroom.cli.remote.Table.Column;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code limits …}: the limits and budgets of tenants. */
@Command(
        name = "limits",
        mixinStandardHelpOptions = true,
        description = {"For operators: the limits and budgets of tenants.", ""})
public final class LimitsCommand extends CommandGroup {
    private static final String LIMITS = "/api/v1/ops/limits";

    private final RemoteIo io;

    public LimitsCommand(RemoteIo io) {
        this.io = io;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = {
                "Lists tenants with queued or running jobs, with limits of their own, or paused. In a pipe the columns are:"
                        + " tenant, queued and running jobs, running jobs, limit of running jobs, limit of both, monthly"
                        + " budget, costs of this month, paused.",
                ""
            })
    int list(
            @Mixin RemoteOptions options,
            @Option(
                            names = "--limit",
                            paramLabel = "<n>",
                            defaultValue = "50",
                            converter = PositiveNumber.class,
                            description = "Tenants at most (default: ${DEFAULT-VALUE}).")
                    int limit) {
        options.open(io).list(table(), "/api/v1/ops/tenants", Query.empty(), "tenants", limit);
        return 0;
    }

    private static Table table() {
        return Table.of(
                Column.whole("TENANT", Values.of("tenant")),
                Column.number("LIVE", Values.of("live")),
                Column.number("RUNNING", Values.of("running")),
                Column.number("MAX RUNNING", Values.of("limits", "running")),
                Column.number("MAX LIVE", Values.of("limits", "queued")),
                Column.number("BUDGET", Values.of("limits", "monthlyBudget")),
                Column.number("SPENT", Values.of("spentThisMonth")),
                Column.text("PAUSED", Values.of("paused"))
                        .shownAs(tenant -> Boolean.TRUE.equals(tenant.getValue("paused")) ? "paused" : ""));
    }

    @Command(
            name = "set",
            mixinStandardHelpOptions = true,
            description = {
                "Sets the limits of a tenant, at least one; a limit that is not given falls back to the settings.",
                ""
            })
    int set(
            @Mixin RemoteOptions options,
            @Parameters(
                            paramLabel = "<tenant>",
                            description = "The tenant: organization:<id>, user:<id> or visitor:<hash>.")
                    String tenant,
            @Option(
                            names = "--running",
                            paramLabel = "<n>",
                            converter = PositiveNumber.class,
                            description = "Jobs that run at once.")
                    Optional<Integer> running,
            @Option(names = "--queued", paramLabel = "<n>", description = "Queued and running jobs together.")
                    Optional<Integer> queued,
            @Option(
                            names = "--budget",
                            paramLabel = "<amount>",
                            converter = Amount.class,
                            description =
                                    "What its jobs may cost in a month, in the currency of the prices; 0: no budget.")
                    Optional<BigDecimal> budget) {
        if (running.isEmpty() && queued.isEmpty() && budget.isEmpty()) {
            throw CommandFailure.wrongUsage("Give at least one of --running, --queued and --budget.");
        }
        Remote remote = options.open(io);
        JsonObject limits = new JsonObject()
                .put("tenant", tenant)
                .put("running", running.orElse(null))
                .put("queued", queued.orElse(null))
                .put("monthlyBudget", budget.orElse(null));
        remote.api().put(LIMITS, limits);
        remote.out().done("Limited: " + tenant, limits);
        return 0;
    }

    @Command(
            name = "clear",
            mixinStandardHelpOptions = true,
            description = {"Deletes the limits of a tenant: those of the settings apply again.", ""})
    int clear(
            @Mixin RemoteOptions options,
            @Parameters(
                            paramLabel = "<tenant>",
                            description = "The tenant: organization:<id>, user:<id> or visitor:<hash>.")
                    String tenant) {
        Remote remote = options.open(io);
        remote.api().delete(LIMITS, Query.empty().with("tenant", tenant));
        remote.out()
                .done(
                        "Limits deleted: " + tenant,
                        new JsonObject().put("tenant", tenant).put("action", "clear"));
        return 0;
    }
}
