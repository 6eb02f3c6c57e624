package dev.pressroom.chaos;

import dev.pressroom.support.Api;
import dev.pressroom.support.Servers;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Compares what the control room and the details of jobs say of tokens and costs with the sums of the rows of {@code
 * usage_entries}. For a cluster without running jobs.
 */
final class UsageAudit {
    private static final String COLUMNS = """
             as name, coalesce(sum(input_tokens), 0) as input, coalesce(sum(output_tokens), 0) as output,
            coalesce(sum(cost), 0) as cost, count(*) as calls from usage_entries group by 1
            """;

    /** The groups of the control room, and what they are in rows. */
    private static final Map<String, String> GROUPS = Map.of(
            "day", "(created_at at time zone 'UTC')::date::text",
            "owner", "coalesce(tenant, '')",
            "type", "type",
            "model", "coalesce(model, '')");

    private final String databaseUrl;
    private final Api operator;
    private final List<Fault> faults = new ArrayList<>();

    /** @param operator a client of a node with the role admin */
    UsageAudit(String databaseUrl, Api operator) {
        this.databaseUrl = databaseUrl;
        this.operator = operator;
    }

    private record Sums(long input, long output, BigDecimal cost, long calls) {
        static Sums of(JsonObject sums) {
            Object cost = sums.getValue("cost");
            return new Sums(
                    sums.getLong("inputTokens"),
                    sums.getLong("outputTokens"),
                    stripped(cost == null ? BigDecimal.ZERO : new BigDecimal(cost.toString())),
                    sums.getLong("calls", 0L));
        }

        static BigDecimal stripped(BigDecimal amount) {
            return amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
        }

        Sums plus(Sums other) {
            return new Sums(
                    input + other.input, output + other.output, stripped(cost.add(other.cost)), calls + other.calls);
        }

        Sums withoutCalls() {
            return new Sums(input, output, cost, 0);
        }
    }

    /** @param jobs whose details are compared */
    List<Fault> faults(List<UUID> jobs) {
        GROUPS.forEach((by, expression) -> {
            JsonObject answer = get("/usage?limit=1000&by=" + by);
            Map<String, Sums> rows = rows(expression);
            compare("usage by " + by, rows, groups(answer.getJsonArray("groups")));
            compare(
                    "the total of usage by " + by,
                    Map.of("", rows.values().stream().reduce(Sums::plus).orElseGet(UsageAudit::nothing)),
                    Map.of("", groups(answer.getJsonArray("totals")).getOrDefault("", nothing())));
        });
        Map<String, Sums> byJob = rows("job_id::text");
        for (UUID job : jobs) {
            JsonObject usage = get("/jobs/" + job).getJsonObject("usage");
            Sums shown = usage.getValue("inputTokens") == null ? nothing() : Sums.of(usage);
            compare(
                    "the details of a job",
                    Map.of(
                            job.toString(),
                            byJob.getOrDefault(job.toString(), nothing()).withoutCalls()),
                    Map.of(job.toString(), shown));
        }
        return List.copyOf(faults);
    }

    private static Sums nothing() {
        return new Sums(0, 0, BigDecimal.ZERO, 0);
    }

    private static Map<String, Sums> groups(JsonArray groups) {
        Map<String, Sums> sums = new HashMap<>();
        groups.stream().map(JsonObject.class::cast).forEach(group -> {
            String name = group.getString("name");
            sums.merge(name == null ? "" : name, Sums.of(group), Sums::plus);
        });
        return sums;
    }

    private void compare(String what, Map<String, Sums> rows, Map<String, Sums> shown) {
        if (!rows.equals(shown)) {
            faults.add(new Fault(
                    Fault.Column.DOUBLE_CHARGED, what + " is " + shown + ", and the sums of the rows are " + rows));
        }
    }

    private Map<String, Sums> rows(String expression) {
        try (Connection connection = Servers.connect(databaseUrl);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select " + expression + COLUMNS)) {
            Map<String, Sums> sums = new HashMap<>();
            while (rows.next()) {
                sums.put(
                        rows.getString("name"),
                        new Sums(
                                rows.getLong("input"),
                                rows.getLong("output"),
                                Sums.stripped(rows.getBigDecimal("cost")),
                                rows.getLong("calls")));
            }
            return sums;
        } catch (SQLException e) {
            throw new IllegalStateException(expression, e);
        }
    }

    private JsonObject get(String path) {
        return Api.json(operator.get("/api/v1/ops" + path));
    }
}
