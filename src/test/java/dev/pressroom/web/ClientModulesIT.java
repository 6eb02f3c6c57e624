package dev.pressroom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pressroom.support.Service;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Single modules of the client library, in a real browser. */
class ClientModulesIT {
    private static final String PARSER = """
            const { EventParser } = await import('/client/lib/sse.js');
            const parse = (...parts) => {
              const events = [];
              const retries = [];
              const parser = new EventParser({ onEvent: (event) => events.push(event), onRetry: (millis) => retries.push(millis) });
              parts.forEach((part) => parser.push(typeof part === 'string' ? new TextEncoder().encode(part) : part));
              return { events, retries };
            };
            const data = (...parts) => JSON.stringify(parse(...parts).events.map((event) => event.data));
            """;

    private static Service service;
    private static ClientPage page;

    @BeforeAll
    static void start() {
        if (Browser.missing().isEmpty()) {
            service = Service.start();
            page = new ClientPage();
            page.openWithToken(service.url(), service.token(UUID.randomUUID()));
        }
    }

    @AfterAll
    static void stop() {
        if (page != null) {
            page.close();
            service.close();
        }
    }

    @BeforeEach
    void needsABrowser() {
        assumeTrue(Browser.missing().isEmpty(), () -> Browser.missing().orElse(""));
    }

    @Test
    void aStreamIsReadTheSameWhereverItsPartsEnd() {
        assertThat(page.run(PARSER + """
                const text = '\\ufeffretry: 5\\r\\n: c\\r\\nevent: a\\r\\ndata: ä€😀\\r\\ndata:2\\rid: 7\\n\\n\\r\\ndata: x: y\\r\\r';
                const bytes = new TextEncoder().encode(text);
                const whole = JSON.stringify(parse(bytes));
                for (let size = 1; size < bytes.length; size++) {
                  const parts = [];
                  for (let at = 0; at < bytes.length; at += size) {
                    parts.push(bytes.slice(at, at + size), new Uint8Array());
                  }
                  if (JSON.stringify(parse(...parts)) !== whole) {
                    throw new Error('differs with parts of ' + size);
                  }
                }
                return whole;
                """)).isEqualTo("""
                {"events":[{"type":"a","data":"ä€😀\\n2","id":"7"},{"type":"message","data":"x: y"}],"retries":[5]}""");
    }

    @Test
    void aLineEndsWithAnyOfThreeMarks() {
        assertThat(
                        page.run(
                                PARSER
                                        + "return data('data: a\\n\\ndata: b\\r\\rdata: c\\r\\n\\r\\ndata: d\\n\\r\\ndata: e\\r\\n\\n')"))
                .isEqualTo("[\"a\",\"b\",\"c\",\"d\",\"e\"]");
    }

    @Test
    void commentsAndEventsWithoutDataAndAnIncompleteEndAreIgnored() {
        assertThat(page.run(
                        PARSER + "return data(':\\n\\n: x\\n\\nevent: a\\n\\nid: 1\\n\\ndata: a\\n\\ndata: lost\\n')"))
                .isEqualTo("[\"a\"]");
    }

    @Test
    void anInvalidDelayIsIgnored() {
        assertThat(page.run(PARSER
                        + "return parse('retry: soon\\nretry: -1\\nretry: 1e9\\nretry: 20\\n\\n').retries.join()"))
                .isEqualTo("20");
    }

    @Test
    void anEventIsBounded() {
        assertThat(page.run(PARSER + """
                const part = 'x'.repeat(1 << 20);
                try {
                  return data('data: ', ...Array(17).fill(part));
                } catch (error) {
                  return error.message;
                }
                """)).isEqualTo("An event of the stream is too large.");
    }

    @Test
    void manyCommentsTakeNoMemory() {
        assertThat(page.run(
                        PARSER + "return data(...Array(40).fill(':' + 'x'.repeat(1 << 20) + '\\n'), 'data: a\\n\\n')"))
                .isEqualTo("[\"a\"]");
    }

    @Test
    void anEventInManySmallPartsIsReadInTimeInProportionToItsLength() {
        assertThat((Long) page.run(PARSER + """
                const began = performance.now();
                data('data: ', ...Array(50_000).fill('0123456789'), '\\n\\n');
                return Math.round(performance.now() - began);
                """)).isLessThan(10_000);
    }

    @Test
    void aTextThatIsSentAgainIsAddedOnce() {
        assertThat(page.run("""
                const { LiveText } = await import('/client/lib/live-text.js');
                const text = new LiveText();
                const chunks = [['Ein ', 0], ['Text', 4], ['Ein Text, ', 0], ['Te', 4], ['neu', 10], ['Anders', 0]];
                const added = chunks.map(([text_, offset]) => text.add({ text: text_, offset }));
                return JSON.stringify([added, text.value]);
                """))
                .isEqualTo(
                        "[[{\"text\":\"Ein \",\"offset\":0},{\"text\":\"Text\",\"offset\":4},{\"text\":\", \",\"offset\":8},null,"
                                + "{\"text\":\"neu\",\"offset\":10},{\"text\":\"Anders\",\"offset\":0}],\"Anders\"]");
    }

    @Test
    void aPathIsBelowTheBaseUrlWithOrWithoutItsSlash() {
        assertThat(page.run("""
                const urls = ['http://h/p', 'http://h/p/', 'http://h/p/?q#f', new URL('http://h/p')];
                return urls.map((baseUrl) => new module.Pressroom({ baseUrl }).url('/a', { b: [1, 2], c: null })).join();
                """)).isEqualTo("http://h/p/a?b=1%2C2,".repeat(4).replaceAll(",$", ""));
    }

    @Test
    void withoutABaseUrlItIsTheServerOfTheModule() {
        assertThat(page.run("return new module.Pressroom().url('/a')")).isEqualTo(service.url() + "/a");
    }
}
