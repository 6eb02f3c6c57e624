package dev.pressroom.model.draw;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.image.BrandColors;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TitleCardTest {
    private static final String LONG = "A very long title about choosing the right accounting software ".repeat(8);
    private static final List<String> TITLES = List.of(
            "SEO",
            "Watering succulents: less is more in winter",
            LONG,
            "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft".repeat(5),
            "冬季多肉植物浇水完全指南：少即是多，慢慢来，不着急".repeat(6),
            "דשא ירוק כל השנה: המדריך המלא לגינה",
            "Как выращивать помидоры на балконе",
            "Rockets 🚀🚀🚀 and families 👩‍👩‍👧‍👦 ".repeat(10),
            "Zalgo e" + "\u0301".repeat(200),
            "<script>alert(1)</script> & \"quotes\" ' ]]>",
            "controls \u0000\u0001\u0008\u001b[31m \ud800 \ufffe \u202e done",
            "",
            "   ");

    static Stream<String> drawings() {
        return TITLES.stream().flatMap(title -> Stream.of(card(title, title + "."), card(title, ""), card("", title)));
    }

    @ParameterizedTest
    @MethodSource("drawings")
    void everyCardIsWellFormedAndOfOneSize(String svg) {
        assertThat(Drawing.of(svg).width()).isEqualTo(1200);
        assertThat(Drawing.of(svg).height()).isEqualTo(675);
    }

    @ParameterizedTest
    @MethodSource("drawings")
    void noTextLeavesTheCard(String svg) {
        Drawing drawing = Drawing.of(svg);

        assertThat(drawing.lines()).allSatisfy(line -> {
            assertThat(line.left()).isGreaterThanOrEqualTo(0);
            assertThat(line.right()).isLessThanOrEqualTo(drawing.width());
            assertThat(line.baseline()).isBetween(line.size() * 0.8, drawing.height() - 0.3 * line.size());
        });
    }

    @ParameterizedTest
    @MethodSource("drawings")
    void nothingIsActiveOrRefersToTheOutside(String svg) {
        assertThat(Drawing.of(svg).all("*")).allSatisfy(element -> {
            assertThat(element.getTagName()).isIn("svg", "title", "desc", "rect", "circle", "text");
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                String name = element.getAttributes().item(i).getNodeName();
                assertThat(name).doesNotStartWith("on").doesNotContain("href").isNotEqualTo("style");
            }
        });
    }

    @Test
    void titleAndTextAreOnItWordForWord() {
        assertThat(Drawing.of(card("Fish & <b>chips</b>", "A plate.")).words())
                .isEqualTo("Fish & <b>chips</b> A plate.");
    }

    @Test
    void aTextThatRepeatsTheTitleIsNotWritten() {
        assertThat(Drawing.of(card("Bread", "Card about Bread")).words()).isEqualTo("Bread");
    }

    @Test
    void itsTitleIsThereForThoseWhoCannotSeeIt() {
        assertThat(Drawing.of(card("Bread", "")).all("title").get(0).getTextContent())
                .isEqualTo("Bread");
    }

    @Test
    void aTitleThatIsTooLongIsCutWithAnEllipsis() {
        assertThat(Drawing.of(card(LONG.repeat(2), "")).words()).endsWith("…");
    }

    @Test
    void textFromRightToLeftBeginsAtTheRight() {
        assertThat(Drawing.of(card("דשא ירוק כל השנה", "")).lines())
                .allSatisfy(line -> assertThat(line.right()).isEqualTo(1200 - 96));
    }

    @Test
    void theSameWordsGiveTheSameCard() {
        assertThat(card("Bread", "A loaf")).isEqualTo(card("Bread", "A loaf"));
    }

    @Test
    void theBrandsColoursAreSeen() {
        BrandColors brand = new BrandColors("#0a2540", Optional.of("#635bff"), Optional.of("#00d4ff"));

        assertThat(TitleCard.draw("Growth", "", Optional.of(brand)))
                .contains("#0a2540")
                .contains("#00d4ff");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"#ffffff", "#000000", "#ffd400", "#808080", "#767676", "#e91e63", "#00ff00", "#0000ff", "#ff6600"
            })
    void whatIsWrittenCanBeReadOnEveryColour(String color) {
        BrandColors brand = new BrandColors(color, Optional.empty(), Optional.empty());
        String ink = Drawing.of(TitleCard.draw("Growth", "More", Optional.of(brand)))
                .all("text")
                .get(0)
                .getAttribute("fill");

        assertThat(Colors.contrast(ink, color)).isGreaterThanOrEqualTo(4.5);
    }

    private static String card(String title, String text) {
        return TitleCard.draw(title, text, Optional.empty());
    }
}
