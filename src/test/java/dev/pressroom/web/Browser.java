package dev.pressroom.web;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A Chromium without a window, where the machine has one together with its driver. */
final class Browser {
    private static final String[] QUIET = {
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1280,900"
    };

    /** For the start of the driver, and for a script. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Browser() {}

    /** What this machine lacks for a test in a browser; empty when it has all. */
    static Optional<String> missing() {
        if (browser().isEmpty()) {
            return Optional.of("no Chromium on this machine: install chromium, or set CHROME_BIN");
        }
        return driver().isEmpty()
                ? Optional.of("no driver for Chromium: install chromium-driver, or set CHROMEDRIVER_BIN")
                : Optional.empty();
    }

    /** Starts one where nothing is {@link #missing()}. The caller quits it. */
    static ChromeDriver start() {
        ChromeDriver browser = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(driver().orElseThrow().toFile())
                        .withTimeout(PATIENCE)
                        .build(),
                new ChromeOptions().setBinary(browser().orElseThrow().toFile()).addArguments(QUIET));
        browser.manage().timeouts().scriptTimeout(PATIENCE);
        return browser;
    }

    private static Optional<Path> browser() {
        return find("CHROME_BIN", "chromium", "chromium-browser", "google-chrome");
    }

    private static Optional<Path> driver() {
        return find("CHROMEDRIVER_BIN", "chromedriver");
    }

    private static Optional<Path> find(String variable, String... names) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        Stream<Path> onPath = Arrays.stream(path.split(File.pathSeparator))
                .flatMap(folder -> Arrays.stream(names).map(name -> Path.of(folder, name)));
        return Stream.concat(Stream.ofNullable(System.getenv(variable)).map(Path::of), onPath)
                .filter(Files::isExecutable)
                .findFirst();
    }
}
