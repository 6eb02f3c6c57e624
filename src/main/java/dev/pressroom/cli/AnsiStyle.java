package dev.pressroom.cli;

/** How text is set off where the terminal may show colours. */
enum AnsiStyle {
    BOLD("1"),
    DIM("2"),
    GREEN("32");

    private final String code;

    AnsiStyle(String code) {
        this.code = code;
    }

    String on(String text, Terminal terminal) {
        return terminal.colour() && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
