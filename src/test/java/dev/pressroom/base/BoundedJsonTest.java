package dev.pressroom.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;

class BoundedJsonTest {
    @Test
    void sixtyFourLevelsAreRead() throws JsonProcessingException {
        assertThat(BoundedJson.node(nested(64)).isArray()).isTrue();
    }

    @Test
    void aSixtyFifthLevelIsRefused() {
        assertThat(tooLarge(nested(65)).fault()).isEqualTo("must be nested at most 64 levels deep");
    }

    @Test
    void openBracketsAreReadOnlyToTheMaximumDepth() {
        assertThat(tooLarge("[".repeat(1 << 20)).fault()).isEqualTo("must be nested at most 64 levels deep");
    }

    @Test
    void anArrayMayHaveAThousandEntries() throws JsonProcessingException {
        assertThat(BoundedJson.node("{\"a\":[0" + ",0".repeat(999) + "]}").at("/a"))
                .hasSize(1000);
    }

    @Test
    void theFaultOfALargerArrayHasItsJsonPointer() {
        BoundedJson.TooLarge fault = tooLarge("{\"a\":[1,{\"b\":[{}" + ",{}".repeat(1000) + "]}]}");

        assertThat(fault.path()).isEqualTo("/a/1/b");
        assertThat(fault.fault()).isEqualTo("must have at most 1000 entries");
    }

    @Test
    void anObjectWithMoreThanAThousandMembersIsTooLarge() {
        StringBuilder members = new StringBuilder("{\"a\":{\"m\":0");
        for (int i = 0; i < 1000; i++) {
            members.append(",\"m").append(i).append("\":0");
        }

        assertThat(tooLarge(members.append("}}").toString()).path()).isEqualTo("/a");
    }

    @Test
    void manySmallArraysAreTooLargeTogether() {
        String inner = "[0" + ",0".repeat(999) + "]";

        assertThat(tooLarge("[" + inner + ("," + inner).repeat(250) + "]").fault())
                .isEqualTo("must have at most 200000 values");
    }

    @Test
    void aNumberOfAThousandDigitsIsTooLong() {
        assertThat(tooLarge("{\"n\":" + "9".repeat(1000) + "}").path()).isEqualTo("/n");
    }

    @Test
    void textAfterTheValueIsRefused() {
        assertThatThrownBy(() -> BoundedJson.node("{}{}")).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void aBlankTextIsAMissingNode() throws JsonProcessingException {
        assertThat(BoundedJson.node(" \n").isMissingNode()).isTrue();
    }

    @Test
    void anObjectIsReadAsAVertxJsonObject() throws JsonProcessingException {
        assertThat(BoundedJson.object("{\"a\":{\"b\":[1,2.5,null]}}")
                        .getJsonObject("a")
                        .getJsonArray("b")
                        .encode())
                .isEqualTo("[1,2.5,null]");
    }

    @Test
    void anyOtherJsonIsRefusedAsAnObject() {
        assertThatThrownBy(() -> BoundedJson.object("[]")).isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> BoundedJson.object("null")).isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> BoundedJson.object("")).isInstanceOf(JsonProcessingException.class);
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    private static BoundedJson.TooLarge tooLarge(String json) {
        return catchThrowableOfType(BoundedJson.TooLarge.class, () -> BoundedJson.node(json));
    }
}
