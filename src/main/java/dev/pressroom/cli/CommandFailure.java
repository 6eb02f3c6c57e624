package dev.pressroom.cli;

/** An expected failure of a command. The message is one line for the user; there is no stack trace. */
final class CommandFailure extends RuntimeException {
    CommandFailure(String message) {
        super(message, null, false, false);
    }
}
