package dev.pressroom.model.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pressroom.image.Chart;
import dev.pressroom.image.Placeholder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

class ChartsTest {
    private static final String LONG_LABELS =
            "Search engine advertising and optimisation,Printed leaflets and newspaper advertisements,Events,"
                    + "Telephone conversations with former customers,Letters and postcards,Recommendations of friends";

    static Stream<String> charts() {
        return Stream.of("bar", "line", "pie")
                .flatMap(kind -> Stream.of(
                        chart(kind, "Hours", "A,B,C", "4,6,10"),
                        chart(kind, "Wörter <&> 数据 ".repeat(20), "苹果,Äpfel & <b>Birnen</b>,תפוחים", "5,2.5,9"),
                        chart(kind, "Long labels", LONG_LABELS, "12000,8500,150,7,8,9"),
                        chart(kind, "Endless word", "x".repeat(300) + ",B", "1,2"),
                        chart(kind, "Many", numbers(60), numbers(60)),
                        chart(kind, "Many long", words(60), numbers(60)),
                        chart(kind, "One", "All", "7"),
                        chart(kind, "Large", "A,B", "999999999999999,123456789012345"),
                        chart(kind, "Small", "A,B", "0.00001,0.00002")));
    }

    static Stream<String> belowZero() {
        return Stream.of("bar", "line")
                .flatMap(kind -> Stream.of(
                        chart(kind, "Both", "A,B,C,D", "120,-45,0,80.5"),
                        chart(kind, "All negative", "A,B,C", "-5,-2.5,-9"),
                        chart(kind, "All zero", "A,B,C", "0,0,0"),
                        chart(kind, "Negative and long", LONG_LABELS, "-12000,8500,-150,7,8,9")));
    }

    @ParameterizedTest
    @MethodSource({"charts", "belowZero"})
    void noTextLeavesTheCanvas(String placeholder) {
        Drawing drawing = drawn(placeholder);

        assertThat(drawing.lines()).filteredOn(line -> !line.turned()).allSatisfy(line -> {
            assertThat(line.left()).isGreaterThanOrEqualTo(0);
            assertThat(line.right()).isLessThanOrEqualTo(drawing.width());
            assertThat(line.baseline()).isBetween(0.0, drawing.height());
        });
    }

    @ParameterizedTest
    @MethodSource({"charts", "belowZero"})
    void noNumberIsLost(String placeholder) {
        assertThat(svg(placeholder)).doesNotContain("NaN").doesNotContain("∞").doesNotContain("\uFFFD");
    }

    @Test
    void columnsAreAsHighAsTheirValues() {
        List<Element> bars = drawn(chart("bar", "T", "A,B,C", "4,6,10")).marked("rect", "bar");
        double unit = Drawing.number(bars.get(0), "height") / 4;

        assertThat(unit).isPositive();
        assertThat(Drawing.number(bars.get(1), "height")).isCloseTo(6 * unit, within(0.05));
        assertThat(Drawing.number(bars.get(2), "height")).isCloseTo(10 * unit, within(0.05));
    }

    @Test
    void lyingBarsAreAsLongAsTheirValues() {
        List<Element> bars =
                drawn(chart("bar", "T", LONG_LABELS, "12000,6000,150,1,1,1")).marked("rect", "bar");

        assertThat(Drawing.number(bars.get(0), "width"))
                .isCloseTo(2 * Drawing.number(bars.get(1), "width"), within(0.05))
                .isCloseTo(80 * Drawing.number(bars.get(2), "width"), within(1.0));
    }

    @Test
    void aNegativeColumnHangsBelowTheZeroLine() {
        List<Element> bars = drawn(chart("bar", "T", "A,B", "3,-3")).marked("rect", "bar");
        double zero = Drawing.number(bars.get(0), "y") + Drawing.number(bars.get(0), "height");

        assertThat(Drawing.number(bars.get(1), "y")).isCloseTo(zero, within(0.05));
        assertThat(Drawing.number(bars.get(1), "height"))
                .isCloseTo(Drawing.number(bars.get(0), "height"), within(0.05));
    }

    @Test
    void labelsAndValuesAreWrittenOnIt() {
        assertThat(drawn(chart("bar", "Hours", "Find out,Try", "4,$12")).words())
                .contains("Hours", "Find out", "Try", "4", "$12");
    }

    @Test
    void labelsThatDoNotFitBelowTheirColumnsStandBesideBars() {
        Drawing drawing = drawn(chart("bar", "T", LONG_LABELS, "3,2,1,1,1,1"));
        List<Element> bars = drawing.marked("rect", "bar");

        assertThat(Drawing.number(bars.get(0), "x")).isEqualTo(Drawing.number(bars.get(1), "x"));
        assertThat(drawing.words()).contains("advertising").contains("leaflets");
    }

    @Test
    void anEndlessLabelIsCut() {
        assertThat(drawn(chart("bar", "T", "x".repeat(300) + ",B", "1,2")).words())
                .contains("…");
    }

    @Test
    void slicesMakeAWholeRing() {
        List<Element> slices = drawn(chart("pie", "T", "A,B,C", "1,1,2")).marked("path", "slice");

        double[] half = Stream.of(slices.get(2).getAttribute("d").split("[^0-9.]+"))
                .filter(part -> !part.isEmpty())
                .mapToDouble(Double::parseDouble)
                .toArray();
        double fromY = half[3];
        double toY = half[half.length - 1];
        assertThat(slices).hasSize(3);
        assertThat(fromY - toY).as("a half reaches from the bottom to the top").isCloseTo(360, within(0.05));
    }

    @Test
    void theOnlySliceIsACircle() {
        assertThat(drawn(chart("pie", "T", "A,B", "7,0")).marked("circle", "slice"))
                .hasSize(1);
    }

    @Test
    void theSmallestOfManySlicesArePutTogether() {
        Drawing drawing = drawn(chart("pie", "T", numbers(20), numbers(20)));

        assertThat(drawing.marked("path", "slice")).hasSize(10);
        assertThat(drawing.words()).contains("Other (11)");
    }

    @Test
    void aLineHasAPointForEveryValue() {
        assertThat(drawn(chart("line", "T", "A,B,C,D", "1,3,2,4")).all("circle"))
                .hasSize(4);
    }

    @Test
    void aLineFarFromZeroShowsItsUpsAndDowns() {
        assertThat(Axis.near(parsed(chart("line", "T", "A,B", "97,98"))).low()).isGreaterThan(90);
    }

    @ParameterizedTest
    @CsvSource({
        "'0,7', 0, 8",
        "'3,97', 0, 100",
        "'-45,120', -50, 150",
        "'0.002,0.011', 0, 0.0125",
        "'0,0', 0, 1",
        "'5,5', 0, 5"
    })
    void anAxisHasRoundNumbersAroundTheValues(String values, double low, double high) {
        Axis axis = Axis.withZero(parsed(chart("bar", "T", "A,B", values)));

        assertThat(axis.low()).isCloseTo(low, within(1e-9));
        assertThat(axis.high()).isCloseTo(high, within(1e-9));
        assertThat(axis.ticks()).hasSizeBetween(3, 8);
    }

    @Test
    void theTicksOfAnAxisAreTheSameStepsApart() {
        List<Double> ticks =
                Axis.withZero(parsed(chart("bar", "T", "A,B", "-37,1234"))).ticks();

        assertThat(IntStream.range(1, ticks.size()).mapToDouble(i -> ticks.get(i) - ticks.get(i - 1)))
                .allSatisfy(step -> assertThat(step).isCloseTo(ticks.get(1) - ticks.get(0), within(1e-9)));
    }

    @Test
    void neighbouringPartsDifferInLightness() {
        List<String> parts = Palette.parts(Optional.empty(), new Chance("any"), 6);

        assertThat(DoubleStream.iterate(0, i -> i < 5, i -> i + 1)
                        .mapToObj(i -> Math.abs(Tone.of(parts.get((int) i)).light()
                                - Tone.of(parts.get((int) i + 1)).light())))
                .allSatisfy(step -> assertThat(step).isGreaterThan(0.05));
    }

    private static String chart(String kind, String title, String labels, String values) {
        return "![CHART:" + kind + "|" + title + "|" + labels + "|" + values + "]";
    }

    private static String numbers(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).collect(Collectors.joining(","));
    }

    private static String words(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> "A rather long label " + i)
                .collect(Collectors.joining(","));
    }

    private static Chart parsed(String placeholder) {
        return Placeholder.in(placeholder).get(0).chart().orElseThrow();
    }

    private static String svg(String placeholder) {
        return Charts.draw(parsed(placeholder), Optional.empty(), 1);
    }

    private static Drawing drawn(String placeholder) {
        return Drawing.of(svg(placeholder));
    }
}
