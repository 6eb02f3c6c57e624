package dev.pressroom.cli;

import dev.pressroom.base.Sources;
import dev.pressroom.cli.io.CommandFailure;
import dev.pressroom.cli.io.Terminal;
import dev.pressroom.cli.io.TerminalText;
import dev.pressroom.cli.remote.AuditCommand;
import dev.pressroom.cli.remote.CompletionCommand;
import dev.pressroom.cli.remote.CreditsCommand;
import dev.pressroom.cli.remote.FailuresCommand;
import dev.pressroom.cli.remote.JobsCommand;
import dev.pressroom.cli.remote.LimitsCommand;
import dev.pressroom.cli.remote.NodesCommand;
import dev.pressroom.cli.remote.OwnersCommand;
import dev.pressroom.cli.remote.QueueCommand;
import dev.pressroom.cli.remote.RemoteIo;
import dev.pressroom.cli.remote.TasksCommand;
import dev.pressroom.cli.remote.UsageCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Runs the command in the arguments and returns its exit code. */
public final class Launcher {
    /** Every token begins so: the Base64 of <code>{"</code>. */
    private static final String TOKEN_BEGIN = "eyJ";

    private final RemoteIo remote;

    private final Supplier<CommandIo> io;

    Launcher(CommandIo io) {
        this(
                new RemoteIo(
                        io.env(),
                        io.out(),
                        io.err(),
                        io.terminal(),
                        io.sources().clock()),
                () -> io);
    }

    /** @param io is made when a command needs it: the commands over HTTP do not, and start faster without it */
    private Launcher(RemoteIo remote, Supplier<CommandIo> io) {
        this.remote = remote;
        this.io = io;
    }

    /** With environment, stdout, stderr and terminal of this process. */
    public static Launcher ofProcess(RunningService.Starter starter) {
        Map<String, String> env = System.getenv();
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        Terminal terminal = Terminal.detect(env);
        return new Launcher(
                new RemoteIo(env, out, err, terminal, Clock.systemUTC()),
                () -> new CommandIo(env, out, err, terminal, Sources.system(), starter));
    }

    /**
     * Blocks until the command has ended. Exit code 0: success; 1: failure; 2: invalid arguments; 3: the service cannot be
     * reached.
     */
    public int run(String... args) {
        List<String> arguments = List.of(args);
        return arguments.isEmpty() || arguments.equals(List.of("serve")) ? serve() : parsed(args);
    }

    /** The usual case, without picocli, whose start takes 0.1 s. */
    private int serve() {
        try {
            return new ServeCommand(io.get()).call();
        } catch (Exception e) {
            return failed(e);
        }
    }

    private int parsed(String... args) {
        return commands(args[0]).execute(args);
    }

    /**
     * The tree of the commands.
     *
     * @param first the first argument; when it is a command, the tree has only that one: making all of them, and loading
     *     what a node needs, takes several times as long
     */
    private CommandLine commands(String first) {
        Map<String, Supplier<Object>> all = all();
        boolean isSingle = all.containsKey(first) && !first.equals("help");
        CommandLine commands = new CommandLine(
                isSingle ? CommandSpec.create() : CommandSpec.forAnnotatedObject(new ServeCommand(io.get())));
        all.forEach((name, command) -> {
            if (!isSingle || name.equals(first)) {
                commands.addSubcommand(name, command.get());
            }
        });
        commands.setCommandName("pressroom");
        commands.getCommandSpec()
                .version("pressroom " + version())
                .mixinStandardHelpOptions(true)
                .usageMessage()
                .description("A job service for AI content generation.", "Without a command: serve.", "")
                .footer(
                        "",
                        "Settings are environment variables (PORT, DATABASE_URL, REDIS_URL,",
                        "PRESSROOM_ENV, ...) and the file named by PRESSROOM_CONFIG; conf/default.yaml",
                        "explains all of them.");
        commands.setOut(new PrintWriter(remote.out(), true));
        commands.setErr(new PrintWriter(remote.err(), true));
        commands.setParameterExceptionHandler(this::invalidArguments);
        commands.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure));
        return commands;
    }

    private Map<String, Supplier<Object>> all() {
        Map<String, Supplier<Object>> all = new LinkedHashMap<>();
        all.put("serve", () -> new ServeCommand(io.get()));
        all.put("demo", () -> new DemoCommand(io.get()));
        all.put("token", () -> new TokenCommand(io.get()));
        all.put("migrate", () -> new MigrateCommand(io.get()));
        all.put("servers", () -> new ServersCommand(io.get()));
        all.put("jobs", () -> new JobsCommand(remote));
        all.put("queue", () -> new QueueCommand(remote));
        all.put("credits", () -> new CreditsCommand(remote));
        all.put("owners", () -> new OwnersCommand(remote));
        all.put("nodes", () -> new NodesCommand(remote));
        all.put("tasks", () -> new TasksCommand(remote));
        all.put("audit", () -> new AuditCommand(remote));
        all.put("failures", () -> new FailuresCommand(remote));
        all.put("limits", () -> new LimitsCommand(remote));
        all.put("usage", () -> new UsageCommand(remote));
        all.put("completion", () -> new CompletionCommand(remote.out(), () -> commands("")));
        all.put("help", CommandLine.HelpCommand::new);
        return all;
    }

    private int invalidArguments(CommandLine.ParameterException error, String[] args) {
        remote.err().println(TerminalText.line(withoutTokens(message(error), args)));
        remote.err().println("Try: " + error.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    private static String message(CommandLine.ParameterException error) {
        if (error instanceof CommandLine.UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && !error.getCommandLine().getSubcommands().isEmpty()) {
            return "There is no command '" + unmatched.getUnmatched().get(0) + "'.";
        }
        return error.getMessage();
    }

    /** The message of an error names the argument at fault, which can be a token at the wrong place. */
    private static String withoutTokens(String message, String[] args) {
        String safe = message;
        for (String argument : args) {
            int token = argument.indexOf(TOKEN_BEGIN);
            if (token >= 0) {
                safe = safe.replace(argument.substring(token), "<token>");
            }
        }
        return safe;
    }

    private int failed(Exception failure) {
        if (failure instanceof CommandFailure expected) {
            remote.err().println(TerminalText.line(expected.getMessage()));
            return expected.exitCode();
        }
        FailureText.of(failure).forEach(remote.err()::println);
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static String version() {
        String version = Launcher.class.getPackage().getImplementationVersion();
        return version == null ? "(not from a jar)" : version;
    }
}
