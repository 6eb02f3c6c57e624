package dev.pressroom.cli.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTextTest {
    @Test
    void nothingThatSteersATerminalIsLeft() {
        assertThat(TerminalText.of("\u001b]0;title\u0007a\u009b31mb\rc\u202Ed\u2066"))
                .isEqualTo("]0;titlea31mbcd");
    }

    @Test
    void lineFeedsAndTabsStay() {
        assertThat(TerminalText.of("a\r\n\tb")).isEqualTo("a\n\tb");
    }

    @Test
    void aLineHasNoBreaks() {
        assertThat(TerminalText.line(" a \r\n\n  b\rc ")).isEqualTo("a b c");
    }
}
