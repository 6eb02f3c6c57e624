package dev.pressroom.cli.remote;

import dev.pressroom.base.CleanText;
import dev.pressroom.cli.io.TextWidth;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The columns of a list, and how its rows are laid out. */
record Table(List<Column> columns) {
    private static final int GAP = 2;

    /** Columns of a text that may be cut, at least. */
    private static final int MIN_CUT = 8;

    /**
     * A column.
     *
     * @param plain the value for programs
     * @param shown the value for people
     * @param cut whether the value may be shortened when the terminal is too narrow
     * @param right aligned to the right
     */
    record Column(
            String header,
            Function<JsonObject, String> plain,
            Function<JsonObject, String> shown,
            boolean cut,
            boolean right) {
        /** Shown whole, such as an id. */
        static Column whole(String header, Function<JsonObject, String> value) {
            return new Column(header, value, value, false, false);
        }

        /** May be shortened. */
        static Column text(String header, Function<JsonObject, String> value) {
            return new Column(header, value, value, true, false);
        }

        static Column number(String header, Function<JsonObject, String> value) {
            return new Column(header, value, value, false, true);
        }

        /** With another form for people. */
        Column shownAs(Function<JsonObject, String> form) {
            return new Column(header, plain, form, cut, right);
        }
    }

    static Table of(Column... columns) {
        return new Table(List.of(columns));
    }

    /** The values of a row for programs, separated by tabs. */
    String plain(JsonObject row) {
        return columns.stream()
                .map(column -> CleanText.line(column.plain().apply(row)))
                .collect(Collectors.joining("\t"));
    }

    /**
     * The header and the rows, aligned, none wider than {@code width}: columns without any value are left out, long values
     * are cut, the widest first, and columns at the right that have no room are left out.
     */
    List<String> layout(List<JsonObject> rows, int width) {
        List<Column> used = columns.stream()
                .filter(column ->
                        rows.stream().anyMatch(row -> !column.shown().apply(row).isBlank()))
                .toList();
        return used.isEmpty() ? List.of("") : new Table(used).aligned(rows, width);
    }

    private List<String> aligned(List<JsonObject> rows, int width) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(columns.stream().map(Column::header).toList());
        for (JsonObject row : rows) {
            cells.add(columns.stream()
                    .map(column -> CleanText.line(column.shown().apply(row)))
                    .toList());
        }
        int[] widths = fitted(cells, width);
        return cells.stream()
                .map(row -> TextWidth.cut(line(row, widths).stripTrailing(), width))
                .toList();
    }

    private int[] fitted(List<List<String>> cells, int width) {
        int[] widths = new int[columns.size()];
        int[] least = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = cells.stream()
                    .mapToInt(row -> TextWidth.of(row.get(column)))
                    .max()
                    .orElse(0);
            least[i] = columns.get(i).cut() ? Math.min(widths[i], MIN_CUT) : widths[i];
        }
        int count = widths.length;
        while (count > 1 && total(Arrays.copyOf(least, count)) > width) {
            count--;
        }
        int[] kept = Arrays.copyOf(widths, count);
        for (int excess = total(kept) - width; excess > 0; excess--) {
            int widest = widestOver(kept, least);
            if (widest < 0) {
                break;
            }
            kept[widest]--;
        }
        return kept;
    }

    private static int total(int[] widths) {
        return Arrays.stream(widths).sum() + GAP * (widths.length - 1);
    }

    /** The index of the widest column that can be narrower; -1 for none. */
    private static int widestOver(int[] widths, int[] least) {
        int widest = -1;
        for (int i = 0; i < widths.length; i++) {
            if (widths[i] > least[i] && (widest < 0 || widths[i] > widths[widest])) {
                widest = i;
            }
        }
        return widest;
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = TextWidth.cut(row.get(i), widths[i]);
            String fill = " ".repeat(Math.max(0, widths[i] - TextWidth.of(cell)));
            line.append(i == 0 ? "" : " ".repeat(GAP)).append(columns.get(i).right() ? fill + cell : cell + fill);
        }
        return line.toString();
    }
}
