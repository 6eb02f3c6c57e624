package dev.pressroom.model.demo;

import java.util.List;

/** Puts pieces together the way sentences do. */
final class Spoken {
    private Spoken() {}

    /** {@code a, b and c}; with a comma before the last where one of them is a pair itself. */
    static String list(List<String> items) {
        int last = items.size() - 1;
        return switch (items.size()) {
            case 0 -> "";
            case 1 -> items.get(0);
            default -> {
                boolean paired = items.stream().anyMatch(item -> item.contains(" and "));
                yield String.join(", ", items.subList(0, last)) + (paired ? ", and " : " and ") + items.get(last);
            }
        };
    }

    static String quoted(String text) {
        return "“" + LimitedPattern.replaceAll(text, "[“”„\"«»]", "").strip() + "”";
    }

    /** {@code once}, {@code twice}, {@code three times}. */
    static String times(int count) {
        return switch (count) {
            case 0 -> "never";
            case 1 -> "once";
            case 2 -> "twice";
            default -> Grammar.number(count) + " times";
        };
    }

    /** {@code one heading}, {@code three headings}. */
    static String count(int count, String noun) {
        return Grammar.number(count) + " " + noun + (count == 1 ? "" : "s");
    }
}
