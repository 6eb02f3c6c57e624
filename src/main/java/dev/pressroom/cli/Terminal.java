package dev.pressroom.cli;

import dev.pressroom.base.Chars;
import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * What is known of the screen that stdout goes to.
 *
 * @param live whether lines on it can be drawn again
 * @param colour whether text may be coloured
 * @param blocks whether it shows more than ASCII
 * @param columns its width at this moment
 */
record Terminal(boolean live, boolean colour, boolean blocks, IntSupplier columns) {
    private static final int USUAL = 80;

    static Terminal plain() {
        return new Terminal(false, false, false, () -> USUAL);
    }

    static Terminal detect(Map<String, String> env) {
        boolean live = isTerminal() && !"dumb".equals(env.get("TERM"));
        boolean colour = live && env.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(live, colour, isUnicode(env), () -> columns(env));
    }

    /** Since Java 22 there is a console also where there is no terminal; it can be asked then. */
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    private static boolean isUnicode(Map<String, String> env) {
        String locale = Optional.ofNullable(env.get("LC_ALL"))
                .or(() -> Optional.ofNullable(env.get("LC_CTYPE")))
                .orElse(env.getOrDefault("LANG", ""));
        return locale.toUpperCase(Locale.ROOT).replace("-", "").contains("UTF8")
                || Charset.defaultCharset().equals(StandardCharsets.UTF_8);
    }

    private static int columns(Map<String, String> env) {
        return number(env.get("COLUMNS")).or(Terminal::asked).orElse(USUAL);
    }

    /** Asks the terminal by the program that every POSIX system has. */
    private static Optional<Integer> asked() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            stty.waitFor(1, TimeUnit.SECONDS);
            return number(answer.strip().substring(answer.strip().lastIndexOf(' ') + 1));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<Integer> number(String text) {
        return text != null && Chars.all(text, 1, 4, Chars::isDigit) && !text.startsWith("0")
                ? Optional.of(Integer.parseInt(text))
                : Optional.empty();
    }
}
