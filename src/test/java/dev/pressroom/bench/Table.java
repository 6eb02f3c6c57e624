package dev.pressroom.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Prints the table. */
final class Table {
    private static final List<String> HEAD = List.of("figure", "Pressroom", "limit", "ratio", "target", "");

    private Table() {}

    static String of(List<ResultRow> lines) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(HEAD);
        lines.forEach(line -> cells.add(
                List.of(line.figure(), line.pressroom(), line.limit(), line.ratio(), line.target(), line.met())));
        int[] widths = new int[HEAD.size()];
        Arrays.setAll(
                widths,
                column -> cells.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0));
        return cells.stream().map(line -> aligned(line, widths)).collect(Collectors.joining("\n"));
    }

    /** Words to the left, numbers to the right. */
    private static String aligned(List<String> line, int[] widths) {
        StringBuilder text = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String pad = " ".repeat(widths[column] - line.get(column).length());
            boolean words = column == 0 || column >= 4;
            text.append(words ? line.get(column) + pad : pad + line.get(column)).append("  ");
        }
        return text.toString().stripTrailing();
    }
}
