package dev.pressroom.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;

/** {@code scripts/bench}: measures a real service, and its upper limit in the same run. */
@CommandLine.Command(
        name = "scripts/bench",
        sortOptions = false,
        usageHelpAutoWidth = true,
        synopsisHeading = "Usage: ",
        description = {
            "%nStarts a real PostgreSQL and a real Redis with durable settings on this machine, and the service as a "
                    + "process of its own. Measures it under load from another process, and in the same run its upper "
                    + "limit: Vert.x alone with the same bytes, or Postgres alone with the same rows. Prints one table. "
                    + "Uses only loopback; Ctrl-C ends everything.%n"
        },
        optionListHeading = "Options%n",
        footerHeading = "%nFigures%n",
        exitCodeListHeading = "%nExit code%n",
        exitCodeList = {"0:all figures were measured, even if targets were missed", "1:a measurement failed"})
public final class Bench implements Callable<Integer> {
    static final List<Figure> ALL = List.of(
            new CreateFigure(),
            new StatusFigure(),
            new JobsFigure(),
            new NodesFigure(),
            new LatencyFigure(),
            new StreamsFigure(),
            new StartFigure(),
            new MemoryFigure(),
            new CostFigure(),
            new GrowthFigure(),
            new ScaleFigure());

    @CommandLine.Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "a figure below, or several separated by commas (default: all)")
    private List<String> only = List.of();

    @CommandLine.Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "8",
            description = "seconds per measurement, after the warm-up (default: ${DEFAULT-VALUE})")
    private int seconds;

    @CommandLine.Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "3",
            description =
                    "seconds of load before each measurement, at least (default: ${DEFAULT-VALUE}); with two cores the JVM"
                            + " compiles for 60")
    private int warmUp;

    @CommandLine.Option(
            names = "--smoke",
            description = "only checks in seconds that everything runs; the numbers mean nothing")
    private boolean smoke;

    @CommandLine.Option(
            names = "--most",
            description = "also with the largest amounts of data, which take minutes to make")
    private boolean most;

    @CommandLine.Option(
            names = "--node-options",
            paramLabel = "OPTIONS",
            defaultValue = "",
            description = "options for the JVM of the service, such as \"-Xmx1g -Xss512k\"")
    private String nodeOptions;

    /** Of the service, for measuring its start; without it, its class files are used. {@code scripts/bench} passes it. */
    @CommandLine.Option(names = "--jar", hidden = true)
    private Optional<Path> jar;

    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(command().execute(arguments));
    }

    public static CommandLine command() {
        CommandLine command = new CommandLine(new Bench());
        Map<String, String> figures = new LinkedHashMap<>();
        ALL.forEach(figure -> figures.put(figure.name(), figure.says()));
        command.getCommandSpec()
                .usageMessage()
                .footer(command.getHelp().createTextTable(figures).toString().stripTrailing());
        return command;
    }

    @Override
    public Integer call() {
        List<Figure> chosen = chosen();
        Setup setup = new Setup(
                seconds,
                warmUp,
                smoke,
                most,
                Stream.of(nodeOptions.split(" ")).filter(o -> !o.isEmpty()).toList(),
                jar.filter(Files::exists).map(Path::toString));
        BenchEnvironment ground = new BenchEnvironment(setup);
        Runtime.getRuntime().addShutdownHook(new Thread(ground::close, "bench-end"));
        System.out.println(Table.of(measured(ground, chosen)));
        return 0;
    }

    /** When a figure fails or the program is interrupted, the table of those before it is printed. */
    static List<ResultRow> measured(BenchEnvironment ground, List<Figure> figures) {
        List<ResultRow> lines = new ArrayList<>();
        for (Figure figure : figures) {
            System.err.println(figure.name() + ": " + figure.says());
            try {
                lines.addAll(figure.measure(ground));
            } catch (RuntimeException e) {
                System.out.println(Table.of(lines));
                throw e;
            }
        }
        return lines;
    }

    private List<Figure> chosen() {
        List<String> names = ALL.stream().map(Figure::name).toList();
        for (String name : only) {
            if (!names.contains(name)) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "Unknown figure " + name + ". Known: " + String.join(", ", names) + ".");
            }
        }
        return only.isEmpty()
                ? ALL
                : ALL.stream().filter(figure -> only.contains(figure.name())).toList();
    }
}
