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

/** Runs the command that the arguments name, and turns what becomes of it into an exit code. */
public final class Launcher {
    private final CommandIo shell;

    Launcher(CommandIo shell) {
        this.shell = shell;
    }

    /** In this process, with its environment and its terminal. */
    public static Launcher ofProcess(RunningService.Starter starter) {
        Map<String, String> env = System.getenv();
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        return new Launcher(new CommandIo(env, out, err, Terminal.detect(env), Sources.system(), starter));
    }

    /** Blocks until the command is done. 0: it went well; 1: it did not; 2: the arguments make no sense. */
    public int run(String... args) {
        List<String> words = List.of(args);
        return words.isEmpty() || words.equals(List.of("serve")) ? serve() : parsed(args);
    }

    /** What services are started with nearly always. There is nothing to parse then, and the parser takes 0.1 s. */
    private int serve() {
        try {
            return new ServeCommand(shell).call();
        } catch (Exception e) {
            return failed(e);
        }
    }

    private int parsed(String... args) {
        CommandLine commands = new CommandLine(new ServeCommand(shell))
                .addSubcommand("serve", new ServeCommand(shell))
                .addSubcommand("demo", new DemoCommand(shell))
                .addSubcommand("token", new TokenCommand(shell))
                .addSubcommand("migrate", new MigrateCommand(shell))
                .addSubcommand("servers", new ServersCommand(shell))
                .addSubcommand("help", new CommandLine.HelpCommand());
        commands.setCommandName("pressroom");
        commands.getCommandSpec()
                .version("pressroom " + version())
                .mixinStandardHelpOptions(true)
                .usageMessage()
                .description("A job service for AI content generation.", "Without a command it serves.", "")
                .footer(
                        "",
                        "Settings come from the environment (PORT, DATABASE_URL, REDIS_URL, PRESSROOM_ENV, ...) and from",
                        "the file that PRESSROOM_CONFIG names; conf/default.yaml explains each of them.");
        commands.setOut(new PrintWriter(shell.out(), true));
        commands.setErr(new PrintWriter(shell.err(), true));
        commands.setParameterExceptionHandler(this::misused);
        commands.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure));
        return commands.execute(args);
    }

    private int misused(CommandLine.ParameterException misuse, String[] args) {
        shell.err().println(TerminalText.line(misuse.getMessage()));
        shell.err().println("Try: " + misuse.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    private int failed(Exception failure) {
        FailureText.of(failure).forEach(shell.err()::println);
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static String version() {
        String version = Launcher.class.getPackage().getImplementationVersion();
        return version == null ? "(not from a jar)" : version;
    }
}
