package dev.pressroom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.image.Chart.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholderTest {
    @Test
    void aPictureHasATypeAndADescription() {
        Placeholder found = only("Text ![IMAGE:hero_image:A window sill: with plants] more");

        assertThat(found).isInstanceOf(Placeholder.Picture.class);
        assertThat(found.type()).isEqualTo("hero_image");
        assertThat(found.text()).isEqualTo("A window sill: with plants");
    }

    @Test
    void itSaysWhereItStands() {
        String text = "Text ![IMAGE:a:b] more";
        Placeholder found = only(text);

        assertThat(text.substring(found.start(), found.end()))
                .isEqualTo(found.raw())
                .isEqualTo("![IMAGE:a:b]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"![IMAGE:A window sill]", "![IMAGE::A window sill]", "![IMAGE: : A window sill ]"})
    void withoutATypeItIsAnIllustration(String text) {
        assertThat(only(text).type()).isEqualTo("illustration");
        assertThat(only(text).text()).isEqualTo("A window sill");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "![IMAGE:a:one [two] three]; one [two] three",
                "![IMAGE:a:one \\] two]; one ] two",
                "![IMAGE:a:one \\[two\\]]; one [two]"
            })
    void bracketsMayBeBalancedOrEscaped(String text, String description) {
        assertThat(only(text).text()).isEqualTo(description);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "![IMAGE:a:b](/api/v1/images/1)",
                "![IMAGE:a:b",
                "![IMAGE:a:\nb]",
                "![Image of a b]",
                "[IMAGE:a:b]",
                "![IMAGES:a:b]",
                "![TWEET:0]",
                "![IMAGE"
            })
    void othersAreNone(String text) {
        assertThat(Placeholder.in(text)).isEmpty();
    }

    @Test
    void allAreFoundInOrder() {
        assertThat(Placeholder.in("![IMAGE:a:1]![CHART:bar|2|A|1] x ![alt](y) ![IMAGE:a:3]"))
                .extracting(Placeholder::text)
                .containsExactly("1", "2", "3");
    }

    @Test
    void eachCanBeReplaced() {
        assertThat(Placeholder.replaced("a ![IMAGE:x:1] b ![IMAGE:x:2] c", Placeholder::text))
                .isEqualTo("a 1 b 2 c");
    }

    @Test
    void aChartHasLabelsAndValues() {
        Chart chart = chart("![CHART:bar|Hours per phase|Find out, Prepare|4, 6.5]");

        assertThat(chart.kind()).isEqualTo(Kind.BAR);
        assertThat(chart.title()).isEqualTo("Hours per phase");
        assertThat(chart.points()).extracting(Chart.Point::label).containsExactly("Find out", "Prepare");
        assertThat(chart.points()).extracting(Chart.Point::value).containsExactly(4.0, 6.5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "![CHART:pie|T|[A, B]|[1, 2]]",
                "![CHART:donut|T|\"A\",\"B\"|'1','2']",
                "![CHART:Pie | T | A , B | 1 , 2 ]",
                "![CHART|pie|T|A,B|1,2]"
            })
    void listsMayBeWrittenInSeveralWays(String text) {
        Chart chart = chart(text);

        assertThat(chart.kind()).isEqualTo(Kind.PIE);
        assertThat(chart.points()).extracting(Chart.Point::label).containsExactly("A", "B");
        assertThat(chart.points()).extracting(Chart.Point::value).containsExactly(1.0, 2.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"Tea, hot\",Milk", "Tea\\, hot,Milk"})
    void aLabelMayHoldAComma(String labels) {
        assertThat(chart("![CHART:bar|T|" + labels + "|1,2]").points())
                .extracting(Chart.Point::label)
                .containsExactly("Tea, hot", "Milk");
    }

    @ParameterizedTest
    @CsvSource({
        "-3, -3, −3",
        "−3, -3, −3",
        "$1200, 1200, '$1,200'",
        "40%, 40, 40%",
        "5h, 5, 5h",
        "12 min, 12, 12 min",
        "1 000, 1000, '1,000'",
        "0, 0, 0",
        "-0, 0, 0",
        "1e3, 1000, 1e3"
    })
    void aValueMayHaveASignAndAUnit(String written, double value, String shown) {
        Chart.Point point = chart("![CHART:bar|T|A|" + written + "]").points().get(0);

        assertThat(point.value()).isEqualTo(value);
        assertThat(point.shown()).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "![CHART:bar|T|A,B|1,NaN]; NaN",
                "![CHART:bar|T|A,B|1,Infinity]; Infinity",
                "![CHART:bar|T|A,B|1,many]; many",
                "![CHART:bar|T|A,B|1,]; no number",
                "![CHART:bar|T|A,B|1,1e99]; too large",
                "![CHART:bar|T|A,B|1]; 2 labels but 1 values",
                "![CHART:bar|T]; no values",
                "![CHART:bar]; no values",
                "![CHART:pie|T|A,B|1,-1]; negative",
                "![CHART:pie|T|A,B|0,0]; zero"
            })
    void whatIsNoChartSaysWhy(String text, String reason) {
        Failure failure = (Failure) catchThrowable(() -> chart(text));

        assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_ANSWER_INVALID);
        assertThat(failure.getMessage()).contains(reason);
    }

    @Test
    @Timeout(5)
    void aHostileTextIsReadQuickly() {
        String text = "![IMAGE:".repeat(50_000) + "[".repeat(200_000);
        long before = System.nanoTime();

        assertThat(Placeholder.in(text)).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(4));
    }

    private static Chart chart(String text) {
        return only(text).chart().orElseThrow();
    }

    private static Placeholder only(String text) {
        List<Placeholder> found = Placeholder.in(text);
        assertThat(found).hasSize(1);
        return found.get(0);
    }
}
