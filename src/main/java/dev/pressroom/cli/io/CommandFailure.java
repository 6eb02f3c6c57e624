package dev.pressroom.cli.io;

/** An expected failure of a command. The message is one line for the user; there is no stack trace. */
public final class CommandFailure extends RuntimeException {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;
    private static final int NOT_REACHABLE = 3;

    private final int exitCode;

    /** A failure with the exit code 1. */
    public CommandFailure(String message) {
        this(message, FAILED);
    }

    private CommandFailure(String message, int exitCode) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    /** The command was given values with which it cannot work: exit code 2. */
    public static CommandFailure wrongUsage(String message) {
        return new CommandFailure(message, WRONG_USAGE);
    }

    /** The service does not respond: exit code 3. */
    public static CommandFailure notReachable(String message) {
        return new CommandFailure(message, NOT_REACHABLE);
    }

    public int exitCode() {
        return exitCode;
    }
}
