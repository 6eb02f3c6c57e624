package dev.pressroom.load;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Lines of cells under each other: the first column to the left, the others to the right. */
final class Table {
    private Table() {}

    /** @param lines of as many cells each as the first */
    static String of(List<List<String>> lines) {
        int[] widths = IntStream.range(0, lines.get(0).size())
                .map(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return lines.stream().map(line -> aligned(line, widths)).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String aligned(List<String> line, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> {
                    String pad = " ".repeat(widths[column] - line.get(column).length());
                    return column == 0 ? line.get(0) + pad : pad + line.get(column);
                })
                .collect(Collectors.joining("  "))
                .stripTrailing();
    }
}
