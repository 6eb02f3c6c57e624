package dev.pressroom.page.url;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeLinkTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/a?b=c#d",
                "https://example.com/a?b=c&amp;d=e",
                "https://example.com/a?b=c&copy=1",
                "HTTP://EXAMPLE.COM",
                "https://bücher.example/über",
                "mailto:ada@example.com?subject=Hi",
                "/pricing",
                "pricing",
                "#book",
                "?plan=a:b",
                "/a:b",
                "../x",
                "//example.com/x"
            })
    void aLinkMayLeadToAWebAddressAMailboxOrARelativeAddress(String link) {
        assertThat(SafeLink.isSafe(link)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "JavaScript:alert(1)",
                " javascript:alert(1)",
                "java\tscript:alert(1)",
                "java\nscript:alert(1)",
                "\u0001javascript:alert(1)",
                "\u202ejavascript:alert(1)",
                "javascript&colon;alert(1)",
                "javascript&#58;alert(1)",
                "javascript&#x3a;alert(1)",
                "&#106avascript:alert(1)",
                "&#0000106;avascript:alert(1)",
                "java&Tab;script:alert(1)",
                "java&NewLine;script:alert(1)",
                "javascript&amp;colon;alert(1)",
                "javascript&amp;amp;colon;alert(1)",
                "javascript&amp;amp;amp;amp;amp;amp;colon;alert(1)",
                "data:text/html,x",
                "vbscript:x",
                "ftp://example.com",
                "tel:+123",
                "a:b",
                "https:example.com",
                "https://",
                "https://a b",
                "https://user@example.com",
                "\\\\example.com",
                "/a\"onclick=x",
                "/a<b>",
                "mailto:",
                ""
            })
    void aLinkMayLeadNowhereElse(String link) {
        assertThat(SafeLink.isSafe(link)).isFalse();
    }
}
