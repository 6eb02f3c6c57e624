package dev.pressroom.cli.remote;

import java.io.PrintStream;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code completion <shell>}: prints a script for completion in a shell. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a script with which a shell completes the commands and options of \"pressroom\", a function or script"
                    + " that runs this jar. bash and zsh: source <(pressroom completion bash); fish: pressroom completion"
                    + " fish | source.",
            ""
        })
public final class CompletionCommand implements Callable<Integer> {
    private static final String NAME = "pressroom";

    enum Shell {
        BASH,
        ZSH,
        FISH
    }

    /** The names of the shells. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(Shell.values()).map(Names::of).iterator();
        }

        private static String of(Shell shell) {
            return shell.name().toLowerCase(Locale.ROOT);
        }
    }

    /** Reads the name of a shell. */
    static final class Reader implements ITypeConverter<Shell> {
        @Override
        public Shell convert(String text) {
            return Stream.of(Shell.values())
                    .filter(shell -> Names.of(shell).equals(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("'" + text + "' is not bash, zsh or fish"));
        }
    }

    private final PrintStream out;
    private final Supplier<CommandLine> commands;

    @Parameters(
            paramLabel = "<shell>",
            completionCandidates = Names.class,
            converter = Reader.class,
            description = "bash, zsh or fish.")
    private Shell shell;

    /** @param commands makes the whole tree of commands */
    public CompletionCommand(PrintStream out, Supplier<CommandLine> commands) {
        this.out = out;
        this.commands = commands;
    }

    @Override
    public Integer call() {
        out.print(
                switch (shell) {
                    case BASH, ZSH -> AutoComplete.bash(NAME, commands.get());
                    case FISH -> FishCompletion.script(NAME, commands.get());
                });
        out.flush();
        return 0;
    }
}
