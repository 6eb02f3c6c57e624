package dev.pressroom.pruning;

import dev.pressroom.pruning.PruningRun.Result;
import dev.pressroom.pruning.TableSizes.Size;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code scripts/pruning}: whether the tables stay as large as their rows need while jobs come and go. */
@CommandLine.Command(
        name = "scripts/pruning",
        sortOptions = false,
        usageHelpAutoWidth = true,
        synopsisHeading = "Usage: ",
        description = {
            "%nRuns the jobs of a month in minutes: a real node creates and runs jobs at a steady rate, old ones are "
                    + "deleted with the statements of the retention, and autovacuum works as usual, once a minute. Prints "
                    + "the size of each table in the first, middle and last third, and how much smaller its indexes are "
                    + "when built anew. The ledger (credit_entries) is kept, so it grows.%n"
        },
        optionListHeading = "Options%n",
        exitCodeListHeading = "%nExit code%n",
        exitCodeList = {"0:no table grew by more than 15 %% from the middle third to the last", "1:a table grew"})
public final class Pruning implements Callable<Integer> {
    private static final double MEBIBYTE = 1 << 20;

    @CommandLine.Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "60",
            description = "duration of the whole run (default: ${DEFAULT-VALUE})")
    private int minutes;

    @CommandLine.Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "30",
            description = "days within that time (default: ${DEFAULT-VALUE})")
    private int days;

    @CommandLine.Option(
            names = "--kept",
            paramLabel = "N",
            defaultValue = "5",
            description = "days for which jobs are kept (default: ${DEFAULT-VALUE})")
    private int kept;

    @CommandLine.Option(
            names = "--jobs",
            paramLabel = "N",
            defaultValue = "10000",
            description = "jobs a day (default: ${DEFAULT-VALUE})")
    private int jobs;

    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    public static void main(String[] arguments) {
        System.exit(command().execute(arguments));
    }

    public static CommandLine command() {
        return new CommandLine(new Pruning());
    }

    @Override
    public Integer call() {
        Duration day = Duration.ofMinutes(minutes).dividedBy(days);
        Result result = new PruningRun(days, kept, day, jobs).run(System.err::println);
        System.out.println(table(result));
        return result.growing().isEmpty() ? 0 : 1;
    }

    private static String table(Result result) {
        Map<String, Size> last = result.samples().get(result.samples().size() - 1);
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%-20s %9s %9s %9s %7s %9s %9s",
                "table, MB",
                "first",
                "middle",
                "last",
                "ratio",
                "indexes",
                "anew"));
        for (Map.Entry<String, Size> table : last.entrySet()) {
            if (table.getValue().total() > MEBIBYTE) {
                String name = table.getKey();
                lines.add(String.format(
                        Locale.ROOT,
                        "%-20s %9.1f %9.1f %9.1f %7.2f %9.1f %9.1f  %s",
                        name,
                        result.largest(name, 0, 1 / 3.0) / MEBIBYTE,
                        result.largest(name, 1 / 3.0, 2 / 3.0) / MEBIBYTE,
                        result.largest(name, 2 / 3.0, 1) / MEBIBYTE,
                        result.growth(name),
                        table.getValue().indexes() / MEBIBYTE,
                        result.reindexed().get(name).indexes() / MEBIBYTE,
                        verdict(result, name)));
            }
        }
        lines.add(result.jobs() + " jobs");
        return String.join(System.lineSeparator(), lines);
    }

    private static String verdict(Result result, String table) {
        return PruningRun.LEDGER.contains(table) ? "kept" : result.growing().contains(table) ? "GROWS" : "flat";
    }
}
