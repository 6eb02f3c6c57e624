package dev.pressroom.cli;

import dev.pressroom.base.Failure;
import dev.pressroom.cli.io.CommandFailure;
import dev.pressroom.cli.io.TerminalText;
import dev.pressroom.config.InvalidSettings;
import dev.pressroom.embedded.StartFailure;
import java.net.BindException;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The error messages of a failed command. */
final class FailureText {
    private static final Logger LOG = LoggerFactory.getLogger(FailureText.class);

    private FailureText() {}

    /** One line; for invalid settings, one line each. */
    static List<String> of(Throwable failure) {
        if (failure instanceof InvalidSettings settings) {
            return settings.faults();
        }
        if (failure instanceof Failure || failure instanceof StartFailure || failure instanceof CommandFailure) {
            return List.of(line(failure.getMessage()));
        }
        if (causes(failure).anyMatch(BindException.class::isInstance)) {
            return List.of("A port is in use by another program (" + line(failure.getMessage())
                    + "). Choose another one with PORT, PRESSROOM_CLUSTER_PORT or PRESSROOM_CLUSTER_BUS_PORT.");
        }
        LOG.debug("Unexpected failure", failure);
        return List.of("Unexpected failure: " + failure.getClass().getSimpleName() + ": "
                + line(String.valueOf(failure.getMessage())) + " (details with LOG_LEVEL=debug)");
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20);
    }

    private static String line(String message) {
        return TerminalText.line(message);
    }
}
