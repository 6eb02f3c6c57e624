package dev.pressroom.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.cli.io.TextWidth;
import dev.pressroom.cli.remote.Table.Column;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {
    private static final Table TABLE = Table.of(
            Column.whole("ID", Values.of("id")),
            Column.number("N", Values.of("n")),
            Column.text("TITLE", Values.of("title")),
            Column.text("OWNER", Values.of("owner")));

    private static JsonObject row(String id, int n, String title) {
        return new JsonObject().put("id", id).put("n", n).put("title", title).put("owner", "somebody somewhere");
    }

    @Test
    void columnsAreAligned() {
        assertThat(TABLE.layout(List.of(row("a", 1, "Tea"), row("bcd", 100, "Cake")), 80))
                .containsExactly(
                        "ID     N  TITLE  OWNER",
                        "a      1  Tea    somebody somewhere",
                        "bcd  100  Cake   somebody somewhere");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 10, 20, 30, 40, 60, 80})
    void noLineIsWiderThanTheTerminal(int width) {
        List<JsonObject> rows = List.of(row("abcdefgh", 1, "東京のお茶とケーキの長い題名"), row("b", 2, "x".repeat(100)));
        assertThat(TABLE.layout(rows, width)).allMatch(line -> TextWidth.of(line) <= width);
    }

    @Test
    void theWidestTextIsCutFirst() {
        assertThat(TABLE.layout(List.of(row("a", 1, "x".repeat(100))), 50).get(1))
                .endsWith("x…  somebody somewhere");
    }

    @Test
    void idsAreNotCut() {
        String id = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b";
        assertThat(TABLE.layout(List.of(row(id, 1, "Tea")), 45).get(1)).startsWith(id);
    }

    @Test
    void columnsWithoutRoomAreLeftOut() {
        assertThat(TABLE.layout(List.of(row("a".repeat(20), 1, "Tea")), 26).get(0))
                .isEqualTo("ID                    N");
    }

    @Test
    void columnsWithoutValuesAreLeftOut() {
        assertThat(TABLE.layout(List.of(row("a", 1, "")), 80).get(0)).isEqualTo("ID  N  OWNER");
    }

    @Test
    void wideCharactersAreCountedTwice() {
        List<String> lines = TABLE.layout(List.of(row("a", 1, "茶"), row("b", 2, "Tea")), 80);
        assertThat(lines.get(1)).isEqualTo("a   1  茶     somebody somewhere");
    }
}
