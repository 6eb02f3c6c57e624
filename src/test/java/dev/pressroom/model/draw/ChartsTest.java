package dev.pressroom.model.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pressroom.image.BrandColors;
import dev.pressroom.image.Chart;
import dev.pressroom.image.Placeholder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
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

        assertThat(drawing.lines()).allSatisfy(line -> {
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
    void barsAreAsLongAsTheirValues() {
        List<Element> bars =
                drawn(chart("bar", "T", LONG_LABELS, "12000,6000,150,1,1,1")).marked("rect", "bar");

        assertThat(Drawing.number(bars.get(0), "width"))
                .isCloseTo(2 * Drawing.number(bars.get(1), "width"), within(0.05))
                .isCloseTo(80 * Drawing.number(bars.get(2), "width"), within(1.0));
    }

    @Test
    void aNegativeBarGoesToTheOtherSideOfTheZeroLine() {
        List<Element> bars = drawn(chart("bar", "T", "A,B", "3,-3")).marked("rect", "bar");

        assertThat(Drawing.number(bars.get(1), "x") + Drawing.number(bars.get(1), "width"))
                .isCloseTo(Drawing.number(bars.get(0), "x"), within(0.05));
        assertThat(Drawing.number(bars.get(1), "width")).isCloseTo(Drawing.number(bars.get(0), "width"), within(0.05));
    }

    @Test
    void barsAreWideEnoughToBeReadHoweverManyThereAre() {
        Drawing drawing = drawn(chart("bar", "T", words(60), numbers(60)));

        assertThat(drawing.marked("rect", "bar"))
                .hasSize(60)
                .allSatisfy(bar -> assertThat(Drawing.number(bar, "height")).isGreaterThan(25));
        assertThat(drawing.height()).isGreaterThan(60 * 40);
    }

    @ParameterizedTest
    @CsvSource({"bar", "line", "pie"})
    void aChartHasTheSizeOfACard(String kind) {
        Drawing drawing = drawn(chart(kind, "T", "A,B,C", "1,2,3"));

        assertThat(drawing.width()).isEqualTo(1200);
        assertThat(drawing.height()).isEqualTo(675);
    }

    @ParameterizedTest
    @MethodSource({"charts", "belowZero"})
    void allTextIsLargeEnoughAtHalfTheSize(String placeholder) {
        assertThat(drawn(placeholder).lines())
                .allSatisfy(line -> assertThat(line.size()).isGreaterThanOrEqualTo(24));
    }

    @Test
    void itsValuesAreThereForThoseWhoCannotSeeIt() {
        assertThat(drawn(chart("pie", "Hours", "Knead,Wait", "1,12"))
                        .all("desc")
                        .get(0)
                        .getTextContent())
                .isEqualTo("Knead: 1, Wait: 12");
    }

    @Test
    void labelsAndValuesAreWrittenOnIt() {
        assertThat(drawn(chart("bar", "Hours", "Find out,Try", "4,$12")).words())
                .contains("Hours", "Find out", "Try", "4", "$12");
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
        assertThat(fromY - toY).as("a half reaches from the bottom to the top").isCloseTo(400, within(0.05));
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
        assertThat(Axis.of(parsed(chart("line", "T", "A,B", "97,98"))).low()).isGreaterThan(90);
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
        Axis axis = Axis.of(parsed(chart("bar", "T", "A,B", values)));

        assertThat(axis.low()).isCloseTo(low, within(1e-9));
        assertThat(axis.high()).isCloseTo(high, within(1e-9));
        assertThat(axis.ticks()).hasSizeBetween(3, 8);
    }

    @Test
    void theTicksOfAnAxisAreTheSameStepsApart() {
        List<Double> ticks =
                Axis.of(parsed(chart("bar", "T", "A,B", "-37,1234"))).ticks();

        assertThat(IntStream.range(1, ticks.size()).mapToDouble(i -> ticks.get(i) - ticks.get(i - 1)))
                .allSatisfy(step -> assertThat(step).isCloseTo(ticks.get(1) - ticks.get(0), within(1e-9)));
    }

    @Test
    void neighbouringPartsDifferInLightness() {
        List<String> parts = Colors.parts(Optional.empty());

        assertThat(IntStream.range(1, parts.size()))
                .allSatisfy(i -> assertThat(Colors.contrast(parts.get(i - 1), parts.get(i)))
                        .isGreaterThan(1.6));
    }

    @ParameterizedTest
    @CsvSource({"#ffffff", "#ffd400", "#00ff00", "#000000"})
    void theBrandsColourIsMadeVisibleOnWhite(String color) {
        BrandColors brand = new BrandColors(color, Optional.empty(), Optional.empty());

        assertThat(Colors.contrast(Colors.parts(Optional.of(brand)).get(0), "#ffffff"))
                .isGreaterThanOrEqualTo(3);
    }

    @Test
    void noOtherPartLooksLikeTheBrandsColour() {
        BrandColors green = new BrandColors("#2e7d32", Optional.empty(), Optional.empty());

        assertThat(Colors.parts(Optional.of(green)))
                .hasSize(10)
                .doesNotContain("#3a7d44")
                .doesNotHaveDuplicates();
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
        return Charts.draw(parsed(placeholder), Optional.empty());
    }

    private static Drawing drawn(String placeholder) {
        return Drawing.of(svg(placeholder));
    }
}
