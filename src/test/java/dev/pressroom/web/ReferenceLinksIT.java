package dev.pressroom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pressroom.support.Await;
import dev.pressroom.support.Service;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.chrome.ChromeDriver;

/** Every link of the documentation pages, as a browser shows them, has a target. */
class ReferenceLinksIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static Service service;
    private static ChromeDriver browser;

    @BeforeAll
    static void start() {
        assumeTrue(Browser.missing().isEmpty(), () -> Browser.missing().orElse(""));
        browser = Browser.start();
        browser.manage().timeouts().scriptTimeout(SOON);
        service = Service.start();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.quit();
            service.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs", "/docs/cookbook", "/docs/errors"})
    void everyLinkHasATarget(String path) {
        browser.get(service.url() + path);
        if (path.equals("/docs")) {
            openOperationsWithLinks();
        }
        assertThat(linksWithoutTarget()).isEmpty();
    }

    /** Opens the operations with links, which are shown then. To open all of them takes minutes. */
    private static void openOperationsWithLinks() {
        Await.until(SOON, () -> isTrue("document.querySelectorAll('.opblock').length > 50"));
        Object opened = browser.executeAsyncScript("""
                const done = arguments[0];
                fetch('openapi.json').then((response) => response.json()).then(({ paths }) => {
                  const linked = Object.values(paths).flatMap(Object.values).filter(({ description }) => description?.includes(']('));
                  for (const { tags, operationId } of linked) {
                    document.querySelector(`#operations-${tags[0]}-${operationId} .opblock-summary-control`).click();
                  }
                  done(linked.length);
                });
                """);
        Await.until(SOON, () -> isTrue("document.querySelectorAll('.opblock-body').length === " + opened));
        Await.until(SOON, () -> isTrue("document.querySelector('.opblock-body a[href*=streamJob]') !== null"));
    }

    private static boolean isTrue(String expression) {
        return Boolean.TRUE.equals(browser.executeScript("return " + expression));
    }

    /** Links to other hosts are not followed. */
    @SuppressWarnings("unchecked")
    private static List<String> linksWithoutTarget() {
        return (List<String>) browser.executeAsyncScript("""
                const done = arguments[0];
                const links = [...document.querySelectorAll('a[href]')].filter(({ origin }) => origin === location.origin);
                const page = ({ origin, pathname }) => origin + pathname;
                const has = async (link) => {
                  const fragment = decodeURIComponent(link.hash.slice(1));
                  if (page(link) === page(location)) {
                    return fragment === '' || document.getElementById(fragment) !== null;
                  }
                  const response = await fetch(page(link));
                  return response.ok && (fragment === '' || (await response.text()).includes(`id="${fragment}"`));
                };
                Promise.all(links.map(async (link) => ((await has(link)) ? null : link.getAttribute('href'))))
                  .then((missing) => done(missing.filter((href) => href !== null)), (error) => done([error.message]));
                """);
    }
}
