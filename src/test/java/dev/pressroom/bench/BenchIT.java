package dev.pressroom.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that {@code scripts/bench} measures can be measured. What comes out is not looked at: machines differ. */
class BenchIT {
    private static BenchEnvironment ground;

    static List<String> figures() {
        return Bench.ALL.stream().map(Figure::name).toList();
    }

    @BeforeAll
    static void start() {
        ground = new BenchEnvironment(new Setup(1, 0, true, false, List.of(), Optional.empty()));
    }

    @AfterAll
    static void stop() {
        ground.close();
    }

    @ParameterizedTest
    @MethodSource("figures")
    void everyFigureComesOut(String name) {
        Figure figure = Bench.ALL.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();

        List<ResultRow> lines = figure.measure(ground);

        assertThat(lines).isNotEmpty().allSatisfy(line -> {
            assertThat(line.figure()).isNotBlank();
            assertThat(line.pressroom()).matches(".*\\d.*");
            assertThat(line.target()).isNotBlank();
        });
        assertThat(Table.of(lines)).contains(lines.get(0).figure());
    }
}
