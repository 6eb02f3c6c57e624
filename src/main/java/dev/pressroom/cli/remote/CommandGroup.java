package dev.pressroom.cli.remote;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that only has subcommands: without one it is wrong usage. */
abstract class CommandGroup implements Runnable {
    @Spec
    private CommandSpec group;

    @Override
    public void run() {
        throw new ParameterException(
                group.commandLine(),
                "Give a command: " + String.join(", ", group.subcommands().keySet()) + ".");
    }
}
