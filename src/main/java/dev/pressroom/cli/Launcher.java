package dev.pressroom.cli;

import dev.pressroom.base.Sources;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** Runs the command in the arguments and returns its exit code. */
public final class Launcher {
    private final CommandIo io;

    Launcher(CommandIo io) {
        this.io = io;
    }

    /** With environment, stdout, stderr and terminal of this process. */
    public static Launcher ofProcess(RunningService.Starter starter) {
        Map<String, String> env = System.getenv();
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        return new Launcher(new CommandIo(env, out, err, Terminal.detect(env), Sources.system(), starter));
    }

    /** Blocks until the command has ended. Exit code 0: success; 1: failure; 2: invalid arguments. */
    public int run(String... args) {
        List<String> arguments = List.of(args);
        return arguments.isEmpty() || arguments.equals(List.of("serve")) ? serve() : parsed(args);
    }

    /** The usual case, without picocli, whose start takes 0.1 s. */
    private int serve() {
        try {
            return new ServeCommand(io).call();
        } catch (Exception e) {
            return failed(e);
        }
    }

    private int parsed(String... args) {
        CommandLine commands = new CommandLine(new ServeCommand(io))
                .addSubcommand("serve", new ServeCommand(io))
                .addSubcommand("demo", new DemoCommand(io))
                .addSubcommand("token", new TokenCommand(io))
                .addSubcommand("migrate", new MigrateCommand(io))
                .addSubcommand("servers", new ServersCommand(io))
                .addSubcommand("help", new CommandLine.HelpCommand());
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
        commands.setOut(new PrintWriter(io.out(), true));
        commands.setErr(new PrintWriter(io.err(), true));
        commands.setParameterExceptionHandler(this::invalidArguments);
        commands.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure));
        return commands.execute(args);
    }

    private int invalidArguments(CommandLine.ParameterException error, String[] args) {
        io.err().println(TerminalText.line(message(error)));
        io.err().println("Try: " + error.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    private static String message(CommandLine.ParameterException error) {
        if (error instanceof CommandLine.UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && error.getCommandLine().getParent() == null) {
            return "There is no command '" + unmatched.getUnmatched().get(0) + "'.";
        }
        return error.getMessage();
    }

    private int failed(Exception failure) {
        FailureText.of(failure).forEach(io.err()::println);
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static String version() {
        String version = Launcher.class.getPackage().getImplementationVersion();
        return version == null ? "(not from a jar)" : version;
    }
}
