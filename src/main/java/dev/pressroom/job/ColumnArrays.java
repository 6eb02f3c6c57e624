package dev.pressroom.job;

import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Turns rows into arrays, which are one parameter a column: for statements that write many rows at once. */
final class ColumnArrays {
    private ColumnArrays() {}

    static <S, T> T[] of(List<S> rows, IntFunction<T[]> array, Function<? super S, ? extends T> value) {
        T[] column = array.apply(rows.size());
        for (int i = 0; i < column.length; i++) {
            column[i] = value.apply(rows.get(i));
        }
        return column;
    }
}
