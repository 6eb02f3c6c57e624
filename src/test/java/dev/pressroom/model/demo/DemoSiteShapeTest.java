package dev.pressroom.model.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DemoSiteShapeTest {
    private static final List<String> TEXTS = List.of(
            "businessName",
            "businessType",
            "description",
            "targetAudience",
            "decisionMakers",
            "endUsers",
            "brandVoice",
            "contentFocus",
            "businessModel",
            "websiteGoals",
            "blogStrategy",
            "searchBehavior");
    private static final Demo DEMO = new Demo(1);

    static Set<String> sites() {
        return Pages.names();
    }

    @ParameterizedTest
    @MethodSource("sites")
    void anAnalysisHasTheMembersAgreedOnAndNoOthers(String site) {
        JsonObject analysis = DEMO.analysis(Pages.facts(site));
        assertThat(analysis.fieldNames())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                TEXTS.stream(),
                                Stream.of("customerProblems", "customerLanguage", "keywords", "contentIdeas"))
                        .toList());
        assertThat(TEXTS)
                .allSatisfy(member -> assertThat(analysis.getString(member)).isNotBlank());
        assertThat(Stream.of("customerProblems", "customerLanguage", "keywords"))
                .allSatisfy(member -> assertThat(analysis.getJsonArray(member))
                        .isNotEmpty()
                        .doesNotHaveDuplicates()
                        .allMatch(String.class::isInstance));
        assertIdeas(analysis.getJsonArray("contentIdeas"));
    }

    @ParameterizedTest
    @MethodSource("sites")
    void thereAreFourToSixInsights(String site) {
        JsonObject insights = DEMO.insights(Pages.facts(site));
        assertThat(insights.fieldNames()).containsExactly("cards");
        assertThat(Pages.objects(insights.getJsonArray("cards")))
                .hasSizeBetween(4, 6)
                .allSatisfy(card -> {
                    assertThat(card.fieldNames()).containsExactlyInAnyOrder("category", "heading", "body", "takeaway");
                    assertThat(card.getMap().values())
                            .allMatch(text -> !text.toString().isBlank());
                });
    }

    @ParameterizedTest
    @MethodSource("sites")
    void everyAudienceHasTheMembersAgreedOnAndNoOthers(String site) {
        for (JsonObject audience : Pages.objects(Pages.audiences(DEMO, Pages.page(site)))) {
            assertThat(audience.fieldNames())
                    .containsExactlyInAnyOrder(
                            "targetSegment",
                            "customerProblem",
                            "businessValue",
                            "customerLanguage",
                            "conversionPath",
                            "seoKeywords",
                            "contentIdeas");
            assertThat(audience.getJsonObject("targetSegment").fieldNames())
                    .containsExactlyInAnyOrder("demographics", "psychographics", "searchBehavior");
            JsonObject value = audience.getJsonObject("businessValue");
            assertThat(value.fieldNames()).containsExactlyInAnyOrder("searchVolume", "conversionPotential", "priority");
            assertThat(List.of(value.getString("searchVolume"), value.getString("conversionPotential")))
                    .isSubsetOf("High", "Medium", "Low");
            assertThat(audience.getJsonArray("seoKeywords")).isNotEmpty().doesNotHaveDuplicates();
            assertIdeas(audience.getJsonArray("contentIdeas"));
        }
    }

    @ParameterizedTest
    @MethodSource("sites")
    void theFourAudiencesDifferAndComeInOrder(String site) {
        List<JsonObject> audiences = Pages.objects(Pages.audiences(DEMO, Pages.page(site)));
        assertThat(audiences)
                .extracting(audience -> audience.getJsonObject("targetSegment").getString("demographics"))
                .doesNotHaveDuplicates();
        assertThat(audiences)
                .extracting(audience -> audience.getString("customerProblem").split("\\.")[0])
                .doesNotHaveDuplicates();
        assertThat(audiences)
                .extracting(audience -> audience.getJsonObject("businessValue").getInteger("priority"))
                .containsExactly(1, 2, 3, 4);
    }

    @ParameterizedTest
    @MethodSource("sites")
    void aPitchHasTwoToFourSentencesAndNamesTheBusiness(String site) {
        JsonObject analysis = DEMO.analysis(Pages.facts(site));
        for (JsonObject audience : Pages.objects(Pages.audiences(DEMO, Pages.page(site)))) {
            JsonObject answer =
                    DEMO.pitch(new JsonObject().put("analysis", analysis).put("audience", audience));
            assertThat(answer.fieldNames()).containsExactly("pitch");
            String pitch = answer.getString("pitch");
            assertThat(pitch).contains(analysis.getString("businessName"));
            assertThat(Pages.sentences(pitch)).hasSizeBetween(2, 4);
        }
    }

    @ParameterizedTest
    @MethodSource("sites")
    void anOpeningHasOneOrTwoSentencesAndNamesTheBusiness(String site) {
        JsonObject facts = Pages.facts(site);
        String opening = DEMO.opening(facts);
        assertThat(Pages.sentences(opening)).hasSizeBetween(1, 2);
        assertThat(opening).contains(DEMO.analysis(facts).getString("businessName"));
    }

    private static void assertIdeas(JsonArray ideas) {
        assertThat(Pages.objects(ideas))
                .hasSizeGreaterThanOrEqualTo(2)
                .doesNotHaveDuplicates()
                .allSatisfy(idea -> {
                    assertThat(idea.fieldNames()).containsExactlyInAnyOrder("title", "searchIntent");
                    assertThat(idea.getString("title")).isNotBlank().hasSizeLessThanOrEqualTo(140);
                    assertThat(idea.getString("searchIntent")).isIn("informational", "commercial", "transactional");
                });
    }
}
