package dev.pressroom.cli.io;

import dev.pressroom.support.HostileTexts;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostileOutputTest {
    private static final List<String> TEXTS = HostileTexts.from("\u001b[", "\r\n", " \n", "\u0301", "- ", "1. ");

    @Test
    void textIsMadeFitForTheTerminalInLinearTime() {
        HostileTexts.assertReadFast("PlainText", TEXTS, TerminalText::of);
        HostileTexts.assertReadFast("PlainText", TEXTS, TerminalText::line);
    }
}
