package dev.pressroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdRangeTest {
    @Test
    void idsAreOrderedByTheirBytes() {
        UUID low = UUID.fromString("01a22a3a-b3cf-757f-8a35-8296accefbda");
        UUID middle = UUID.fromString("01a22a3a-b3cf-757f-ffff-ffffffffffff");
        UUID high = UUID.fromString("f81d4fae-7dec-41d0-a765-00a0c91e6bf6");

        assertThat(IdRange.of(List.of(middle, high, low))).isEqualTo(new IdRange(low, high));
        assertThat(IdRange.of(List.of(middle, low))).isEqualTo(new IdRange(low, middle));
    }
}
