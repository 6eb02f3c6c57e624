package dev.pressroom.cli;

/** Why a command could not do what it was asked to, in one line for whoever asked. */
final class CommandFailure extends RuntimeException {
    CommandFailure(String message) {
        super(message, null, false, false);
    }
}
