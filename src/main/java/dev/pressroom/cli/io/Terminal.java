package dev.pressroom.cli.io;

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
 * Capabilities of the terminal at stdout.
 *
 * @param live true when stdout is a terminal whose rows can be redrawn
 * @param colour true when colours are supported and not disabled by NO_COLOR
 * @param blocks true when Unicode block characters can be shown
 * @param columns the current width
 */
public record Terminal(boolean live, boolean colour, boolean blocks, IntSupplier columns) {
    private static final int DEFAULT_COLUMNS = 80;

    public static Terminal plain() {
        return new Terminal(false, false, false, () -> DEFAULT_COLUMNS);
    }

    public static Terminal detect(Map<String, String> env) {
        boolean live = isTerminal() && !"dumb".equals(env.get("TERM"));
        boolean colour = live && env.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(live, colour, isUnicode(env), () -> columns(env));
    }

    public String bold(String text) {
        return styled(text, 1);
    }

    public String dim(String text) {
        return styled(text, 2);
    }

    public String green(String text) {
        return styled(text, 32);
    }

    /** @param code of the style, as in ECMA-48 (SGR) */
    private String styled(String text, int code) {
        return colour && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    /**
     * Since Java 22 there is a console even without a terminal, and a method {@code isTerminal}, which Java 17 lacks.
     */
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
        return number(env.get("COLUMNS")).or(Terminal::sttyColumns).orElse(DEFAULT_COLUMNS);
    }

    /** The width by {@code stty size}, a POSIX program; empty without it. */
    private static Optional<Integer> sttyColumns() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            stty.waitFor(1, TimeUnit.SECONDS);
            return number(size.strip().substring(size.strip().lastIndexOf(' ') + 1));
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
