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
import org.w3c.dom.Element;

class PicturesTest {
    private static final String LONG = "A very long title about choosing the right accounting software ".repeat(8);
    private static final List<String> TITLES = List.of(
            "SEO",
            "Watering succulents: less is more in winter",
            LONG,
            "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft".repeat(5),
            "冬季多肉植物浇水完全指南：少即是多，慢慢来，不着急".repeat(6),
            "דשא ירוק כל השנה: המדריך המלא לגינה",
            "كيف تزرع الطماطم في الشرفة",
            "Как выращивать помидоры на балконе",
            "Rockets 🚀🚀🚀 and families 👩‍👩‍👧‍👦 ".repeat(10),
            "Zalgo e" + "\u0301".repeat(200),
            "<script>alert(1)</script> & \"quotes\" ' ]]>",
            "controls \u0000\u0001\u0008\u001b[31m \ud800 \ufffe \u202e done",
            "",
            "   ");

    private final Pictures pictures = new Pictures(Optional.empty(), 1);

    static Stream<String> drawings() {
        Pictures plain = new Pictures(Optional.empty(), 1);
        return TITLES.stream()
                .flatMap(title -> Stream.of(
                        plain.hero(title, title), plain.illustration("Topic", title), plain.scenario(title, title)));
    }

    @ParameterizedTest
    @MethodSource("drawings")
    void everyPictureIsWellFormed(String svg) {
        assertThat(Drawing.of(svg).document().getDocumentElement().getNamespaceURI())
                .isEqualTo("http://www.w3.org/2000/svg");
    }

    @ParameterizedTest
    @MethodSource("drawings")
    void noTextLeavesTheCanvas(String svg) {
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
            assertThat(element.getTagName())
                    .isIn(
                            "svg",
                            "title",
                            "desc",
                            "defs",
                            "linearGradient",
                            "stop",
                            "clipPath",
                            "g",
                            "rect",
                            "circle",
                            "path",
                            "line",
                            "text");
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                String name = element.getAttributes().item(i).getNodeName();
                assertThat(name).doesNotStartWith("on").doesNotContain("href").isNotEqualTo("style");
            }
        });
    }

    @Test
    void theTitleIsOnTheHeroImageWordForWord() {
        assertThat(Drawing.of(pictures.hero("Fish & <b>chips</b>", "")).words()).isEqualTo("Fish & <b>chips</b>");
    }

    @Test
    void aTitleThatIsTooLongIsCutWithAnEllipsis() {
        assertThat(Drawing.of(pictures.hero(LONG.repeat(2), "")).words()).endsWith("…");
    }

    @Test
    void textFromRightToLeftBeginsAtTheRight() {
        Drawing drawing = Drawing.of(pictures.hero("דשא ירוק כל השנה", ""));

        assertThat(drawing.all("text"))
                .allSatisfy(text -> assertThat(text.getAttribute("direction")).isEqualTo("rtl"));
        assertThat(drawing.lines()).allSatisfy(line -> assertThat(line.right()).isEqualTo(76 + 556));
    }

    @Test
    void aScenarioTellsWhoAndWhat() {
        assertThat(Drawing.of(pictures.scenario("Young families", "They have little time."))
                        .words())
                .isEqualTo("Young families They have little time.");
    }

    @Test
    void theSameWordsGiveTheSamePicture() {
        assertThat(pictures.hero("Bread", "A loaf")).isEqualTo(pictures.hero("Bread", "A loaf"));
    }

    @Test
    void otherWordsGiveAnotherPicture() {
        assertThat(pictures.illustration("Bread", "A loaf")).isNotEqualTo(pictures.illustration("Bread", "An oven"));
    }

    @Test
    void theBrandsColoursAreSeen() {
        BrandColors brand = new BrandColors("#0a2540", Optional.of("#635bff"), Optional.of("#00d4ff"));
        String svg = new Pictures(Optional.of(brand), 1).hero("Growth", "");

        assertThat(svg).contains("#635bff").contains("#00d4ff");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#ffffff", "#000000", "#ffd400", "#808080", "#e91e63", "#00ff00", "#0000ff", "#ff6600"})
    void textIsReadableOnAnyBrand(String primary) {
        Palette palette = Palette.of(
                Optional.of(new BrandColors(primary, Optional.empty(), Optional.empty())), new Chance("any"));

        for (String ground : List.of(palette.ground(), palette.groundEnd())) {
            assertThat(Tone.contrast(Tone.of(palette.ink()), Tone.of(ground))).isGreaterThanOrEqualTo(4.5);
            assertThat(Tone.contrast(Tone.of(palette.softInk()), Tone.of(ground)))
                    .isGreaterThanOrEqualTo(4.5);
        }
    }

    @Test
    void theTopicChoosesTheMotif() {
        assertThat(Motif.of("How to water tomato plants", new Chance("a"))).isEqualTo(Motif.LEAVES);
        assertThat(Motif.of("Cloud costs", new Chance("a"))).isEqualTo(Motif.NETWORK);
    }

    @Test
    void aPictureIsDescribedForThoseWhoCannotSeeIt() {
        Element title = Drawing.of(pictures.illustration("Bread", "A loaf"))
                .all("title")
                .get(0);

        assertThat(title.getTextContent()).isEqualTo("A loaf");
    }
}
