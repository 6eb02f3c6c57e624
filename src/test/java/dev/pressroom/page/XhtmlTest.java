package dev.pressroom.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class XhtmlTest {
    @Test
    void xhtmlOfNothingButTagsGrowsByABoundedLength() {
        assertThat(Xhtml.asHtml("<p/>".repeat(300_000))).hasSizeLessThan(1_300_000);
        assertThat(Xhtml.asHtml("<p a='" + "<p/>".repeat(300_000))).hasSizeLessThan(1_300_000);
    }
}
