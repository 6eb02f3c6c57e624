package dev.pressroom.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The accessibility rules of axe-core as scripts for a browser. */
final class Axe {
    /** Defines {@code axe}; does nothing where it is defined already. */
    static final String SCRIPT = "if (!window.axe) {" + read() + "}";

    /** Returns the serious and critical faults as texts. */
    static final String RUN = """
            return axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
                .filter(({ impact }) => impact === 'serious' || impact === 'critical')
                .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
                    `${id} at ${target.join(' ')}: ${failureSummary.split('\\n')[1]?.trim()}`)));
            """;

    private Axe() {}

    private static String read() {
        try (InputStream script = Axe.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
