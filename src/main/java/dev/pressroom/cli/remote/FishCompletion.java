package dev.pressroom.cli.remote;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Writes a completion script for fish; picocli has none. */
final class FishCompletion {
    private FishCompletion() {}

    /** A script that completes the subcommands and options of a command. */
    static String script(String name, CommandLine commands) {
        List<String> lines = new ArrayList<>();
        lines.add("""
                # Whether the words after the program are these commands, and no other word when the first argument is 'end'.
                function __NAME_at
                    set -l mode $argv[1]
                    set -e argv[1]
                    set -l words (commandline -opc)
                    set -e words[1]
                    set -l count (count $argv)
                    test (count $words) -ge $count; or return 1
                    test $mode = end; and test (count $words) -ne $count; and return 1
                    test $count -eq 0; or test "$words[1..$count]" = "$argv"
                end
                complete -c NAME -f""".replace("NAME", name));
        add(lines, name, "", commands);
        return String.join("\n", lines) + "\n";
    }

    private static void add(List<String> lines, String name, String path, CommandLine command) {
        command.getSubcommands().forEach((child, sub) -> {
            if (sub.getCommandSpec().usageMessage().hidden()) {
                return;
            }
            lines.add("complete -c " + name + " -n '__" + name + "_at end" + path + "' -a " + child + " -d "
                    + quoted(description(sub.getCommandSpec().usageMessage().description())));
            add(lines, name, path + " " + child, sub);
        });
        for (PositionalParamSpec parameter : command.getCommandSpec().positionalParameters()) {
            String candidates = candidates(parameter);
            if (!candidates.isEmpty()) {
                lines.add("complete -c " + name + " -n '__" + name + "_at end" + path + "'" + candidates + " -d "
                        + quoted(description(parameter.description())));
            }
        }
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (!option.hidden()) {
                lines.add("complete -c " + name + " -n '__" + name + "_at in" + path + "'" + names(option)
                        + (option.arity().max() > 0 ? " -r" + values(option) : "") + " -d "
                        + quoted(description(option.description())));
            }
        }
    }

    private static String names(OptionSpec option) {
        StringBuilder names = new StringBuilder();
        for (String name : option.names()) {
            names.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        return names.toString();
    }

    /** Candidates for a value: the known ones, or files for a path. */
    private static String values(OptionSpec option) {
        boolean isPath = option.type().equals(Path.class)
                || List.of(option.auxiliaryTypes()).contains(Path.class);
        return isPath ? " -F" : candidates(option);
    }

    private static String candidates(ArgSpec argument) {
        List<String> candidates = new ArrayList<>();
        if (argument.completionCandidates() != null) {
            argument.completionCandidates().forEach(candidates::add);
        }
        return candidates.isEmpty() ? "" : " -a " + quoted(String.join(" ", candidates));
    }

    /** The first sentence. */
    private static String description(String[] lines) {
        String text = lines.length == 0 ? "" : lines[0].replace("${DEFAULT-VALUE}", "...");
        int end = text.indexOf(". ");
        return end < 0 ? text : text.substring(0, end + 1);
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", " ") + "'";
    }
}
