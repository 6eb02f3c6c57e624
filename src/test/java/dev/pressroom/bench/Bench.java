package dev.pressroom.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;

/** {@code scripts/bench}: measures a real service, and beside it what limits it. */
@CommandLine.Command(
        name = "scripts/bench",
        sortOptions = false,
        usageHelpAutoWidth = true,
        synopsisHeading = "Usage: ",
        description = {
            "%nStarts a real PostgreSQL and a real Redis on this machine, with every promise about durability kept, and the "
                    + "service over them as a process of its own. Measures it under load from another process, and in the "
                    + "same run measures what limits it: Vert.x alone with the same bytes, Postgres alone with the same "
                    + "rows. Prints one table. Nothing but loopback is used; Ctrl-C ends all that was started.%n"
        },
        optionListHeading = "Options%n",
        footerHeading = "%nFigures%n",
        exitCodeListHeading = "%nExit code%n",
        exitCodeList = {"0:all was measured, whether or not the targets were met", "1:something could not be measured"})
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
            new GrowthFigure());

    @CommandLine.Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "one of the figures below, or several with commas between them (default: all)")
    private List<String> only = List.of();

    @CommandLine.Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "8",
            description = "that each measurement takes, after its warm-up (default: ${DEFAULT-VALUE})")
    private int seconds;

    @CommandLine.Option(
            names = "--smoke",
            description = "shows in seconds that all of it runs; the numbers mean nothing")
    private boolean smoke;

    @CommandLine.Option(
            names = "--node-options",
            paramLabel = "OPTIONS",
            defaultValue = "",
            description = "options for the JVM of the service, such as \"-Xmx1g -XX:+UseSerialGC\"")
    private String nodeOptions;

    @CommandLine.Option(
            names = "--jar",
            paramLabel = "FILE",
            description = "of the service, for measuring its start (default: its classes are started)")
    private Optional<Path> jar;

    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "this text")
    private boolean help;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(command().execute(arguments));
    }

    public static CommandLine command() {
        CommandLine command = new CommandLine(new Bench());
        command.getCommandSpec()
                .usageMessage()
                .footer(ALL.stream()
                        .map(figure -> String.format("  %-9s %s", figure.name(), figure.says()))
                        .toArray(String[]::new));
        return command;
    }

    @Override
    public Integer call() {
        List<Figure> chosen = chosen();
        Setup setup = new Setup(
                seconds,
                smoke,
                Stream.of(nodeOptions.split(" ")).filter(o -> !o.isEmpty()).toList(),
                jar.filter(Files::exists).map(Path::toString));
        Ground ground = new Ground(setup);
        Runtime.getRuntime().addShutdownHook(new Thread(ground::close, "bench-end"));
        System.out.println(Table.of(measured(ground, chosen)));
        return 0;
    }

    static List<Line> measured(Ground ground, List<Figure> figures) {
        List<Line> lines = new ArrayList<>();
        for (Figure figure : figures) {
            System.err.println(figure.name() + ": " + figure.says());
            lines.addAll(figure.measure(ground));
        }
        return lines;
    }

    private List<Figure> chosen() {
        List<String> names = ALL.stream().map(Figure::name).toList();
        for (String name : only) {
            if (!names.contains(name)) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(),
                        "There is no figure " + name + ". There are: " + String.join(", ", names) + ".");
            }
        }
        return only.isEmpty()
                ? ALL
                : ALL.stream().filter(figure -> only.contains(figure.name())).toList();
    }
}
