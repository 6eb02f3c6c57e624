package dev.pressroom.model.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrammarTest {
    @ParameterizedTest
    @CsvSource({
        "choose a desk, choosing a desk",
        "plan a trip, planning a trip",
        "write, writing",
        "free your time, freeing your time",
        "see more, seeing more",
        "be kind, being kind",
        "lie still, lying still",
        "buy or lease a car, buying or leasing a car",
        "quickly improve sales, quickly improving sales",
        "fix a bike, fixing a bike",
        "edit a photo, editing a photo"
    })
    void verbsTakeTheirIng(String phrase, String gerund) {
        assertThat(Grammar.gerund(phrase)).isEqualTo(gerund);
    }

    @ParameterizedTest
    @CsvSource({
        "bakery, a bakery",
        "agency, an agency",
        "SaaS business, a SaaS business",
        "HVAC company, an HVAC company",
        "university, a university",
        "HR business, an HR business",
        "hour, an hour",
        "x business, an x business"
    })
    void nounsTakeTheirArticle(String noun, String withArticle) {
        assertThat(Grammar.an(noun)).isEqualTo(withArticle);
    }

    @ParameterizedTest
    @CsvSource({
        "busy parents, true",
        "people in need, true",
        "a homeowner, false",
        "owners of boats, true",
        "Gen Z, false",
        "business, false",
        "women over forty, true"
    })
    void theHeadWordTellsThePlural(String phrase, boolean plural) {
        assertThat(Grammar.isPlural(phrase)).isEqualTo(plural);
    }
}
