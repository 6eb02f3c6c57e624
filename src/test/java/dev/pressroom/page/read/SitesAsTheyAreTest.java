package dev.pressroom.page.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.page.FetchedPage;
import dev.pressroom.page.Page;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that are written in ways which hide their content from a reader of plain HTML. */
class SitesAsTheyAreTest {
    private static final String STORY = "<p>" + "We bake bread and cakes in the old mill. ".repeat(20) + "</p>";

    // Hidden until a script runs

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<body style='opacity:0'><h1>Fresh bread</h1></body>",
                "<section style='visibility: hidden'><h1>Fresh bread</h1></section>",
                "<h1 style='opacity: 0; transform: none'>Fresh bread</h1>",
                "<div aria-hidden=true><h1>Fresh bread</h1></div>",
                "<my-page aria-hidden=true><h1>Fresh bread</h1></my-page>",
            })
    void whatIsHiddenUntilAScriptRunsIsRead(String html) {
        assertThat(read(html).text()).isEqualTo("Fresh bread");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<i aria-hidden=true>arrow_forward</i>",
                "<div class='modal fade' aria-hidden=true><p>Join us</p></div>",
                "<div class='slide slick-cloned' aria-hidden=true><p>Slide 1</p></div>",
                "<div role=dialog aria-hidden=true><p>Join us</p></div>",
                "<p style='display:none'>Join us</p>",
                "<p hidden>Join us</p>",
                "<template><p>Join us</p></template>",
            })
    void whatIsShownToNobodyOrOnlyLaterIsNotRead(String html) {
        assertThat(read("<p>Bread</p>" + html).text()).isEqualTo("Bread");
    }

    // Cookies, consent, GDPR

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<section class='cookies'><h2>Our cookies</h2><p>Oatmeal and chocolate.</p><button>Add to cart</button></section>",
                "<article id='gdpr-advice'><h2>Our cookies</h2></article>",
                "<div class='consent-forms'><h2>Our cookies</h2><a class=btn href=/f>Download</a></div>",
            })
    void aPartThatIsOnlyCalledLikeABannerIsRead(String part) {
        assertThat(read(STORY + part).text()).contains("Our cookies");
    }

    @Test
    void aPageWithinAWrapperThatIsCalledLikeABannerIsRead() {
        Page page = read("<div class='site has-cookie-consent'><h1>Bread</h1>" + STORY
                + "<div class=cookie-bar>Cookies! <button>Accept</button></div></div>");
        assertThat(page.text()).contains("Bread", "old mill").doesNotContain("Cookies!");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div id=cookie-bar>Cookies! <button>Accept all</button></div>",
                "<div class=gdpr>Cookies! <a href='#'>Got it</a></div>",
                "<div class=consent style='position: fixed'>Cookies! <button>Fine</button></div>",
                "<style>body .cookie-note.open { position:fixed }</style><div class=cookie-note>Cookies! <button>Fine</button></div>",
                "<div class=consent role=alertdialog>Cookies! <button>Fine</button></div>",
                "<div class=dsgvo>Cookies! <span role=button>Alle akzeptieren</span></div>",
            })
    void aBannerThatAsksForConsentIsLeftOut(String banner) {
        assertThat(read(STORY + banner).text()).doesNotContain("Cookies!");
    }

    // Kinds of HTML

    @ParameterizedTest
    @ValueSource(strings = {"shadowrootmode=open", "shadowrootmode='closed'"})
    void declarativeShadowRootsAreRead(String mode) {
        Page page = read("<my-page><template " + mode
                + "><style>p{}</style><h1>Fresh bread</h1><slot></slot></template>" + "<p>Daily.</p></my-page>");
        assertThat(page.text()).isEqualTo("Fresh bread\nDaily.");
        assertThat(page.headings()).extracting(Page.Heading::text).containsExactly("Fresh bread");
    }

    @Test
    void xhtmlWithElementsThatCloseThemselvesIsRead() {
        Page page = read("application/xhtml+xml", """
                <?xml version="1.0" encoding="UTF-8"?>
                <html xmlns="http://www.w3.org/1999/xhtml" xml:lang="de"><head><title>Brot</title>
                <script src="a.js"/><style type="text/css"/>
                <script><![CDATA[ if (a < b) document.write("<p/>") ]]></script></head>
                <body><!-- <p/> --><a name="top"/><h1 title="a/>b">Brot</h1><br/><img src="x"/><textarea/><iframe src="y"/>
                <p>Täglich</p></body></html>""");
        assertThat(page.title()).isEqualTo("Brot");
        assertThat(page.language()).isEqualTo("de");
        assertThat(page.text()).isEqualTo("Brot\nTäglich");
    }

    // JSON-LD

    private static final String BAKERY = """
            <title>Mill</title><script type="application/ld+json">{"@context":"https://schema.org","@graph":[
            {"@type":"WebPage","name":"Home"},
            {"@type":"Bakery","name":"Old Mill","priceRange":"$$","openingHours":["Mo-Fr 07:00-18:00","Sa 07:00-13:00"],
             "address":{"@type":"PostalAddress","streetAddress":"1 Mill Lane","addressLocality":"Totnes"},
             "openingHoursSpecification":{"@type":"OpeningHoursSpecification","dayOfWeek":"https://schema.org/Sunday","opens":"09:00"},
             "aggregateRating":{"@type":"AggregateRating","ratingValue":4.8,"reviewCount":"120"}},
            {"@type":["Product","Thing"],"name":"Rye bread","image":"https://x/y.png",
             "offers":{"@type":"Offer","price":"4.50","priceCurrency":"EUR","url":"https://x"}}]}</script>""";

    @Test
    void aPageWhoseFactsAreInJsonLdAloneIsRead() {
        Page page = read(BAKERY);
        assertThat(page.siteName()).isEqualTo("Old Mill");
        assertThat(page.things()).extracting(Page.Thing::type).containsExactly("Bakery", "Product");
        assertThat(page.things().get(0).properties())
                .containsEntry("address", "1 Mill Lane, Totnes")
                .containsEntry("openingHours", "Mo-Fr 07:00-18:00; Sa 07:00-13:00")
                .containsEntry("openingHoursSpecification", "dayOfWeek: Sunday, opens: 09:00")
                .containsEntry("aggregateRating", "ratingValue: 4.8, reviewCount: 120")
                .containsEntry("priceRange", "$$");
        assertThat(page.things().get(1).properties())
                .containsEntry("name", "Rye bread")
                .containsEntry("offers", "price: 4.50 EUR");
    }

    @Test
    void factsAreTheSameAfterTheyWereStored() {
        Page page = read(BAKERY);
        assertThat(Page.fromJson(new JsonObject(page.toJson().encode()))).isEqualTo(page);
    }

    @Test
    void factsAreBoundedInNumberAndLength() {
        String thing = "{\"@type\":\"Bakery\",\"name\":\"" + "n".repeat(900) + "\",\"offers\":" + "[".repeat(40) + "1"
                + "]".repeat(40) + "}";
        Page page = read("<script type=application/ld+json>[" + (thing + ",").repeat(150) + thing + "]</script>");
        assertThat(page.things()).isNotEmpty().hasSizeLessThanOrEqualTo(JsonLdReader.MAX_THINGS);
        assertThat(page.things().stream().flatMap(one -> one.properties().values().stream()))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(400));
        assertThat(page.toJson().encode()).hasSizeLessThan(2 * JsonLdReader.MAX_CHARACTERS);
    }

    @Test
    void jsonThatIsNestedTooDeeplyIsLeftOut() {
        assertThat(read("<p>Bread</p><script type=application/ld+json>" + "[".repeat(90_000) + "</script>")
                        .things())
                .isEmpty();
    }

    private static Page read(String html) {
        return read("text/html", html);
    }

    private static Page read(String type, String html) {
        return PageReader.read(new FetchedPage(URI.create("https://mill.example/"), type, html, Instant.EPOCH));
    }
}
