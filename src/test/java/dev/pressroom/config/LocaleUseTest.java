package dev.pressroom.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** In a Turkish locale an i becomes an İ: names must change their case without regard to where the program runs. */
class LocaleUseTest {
    private static final Pattern BY_DEFAULT_LOCALE =
            Pattern.compile("to(Lower|Upper)Case\\(\\)|String::to(Lower|Upper)Case");

    @Test
    void everyChangeOfCaseNamesItsLocale() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("LocaleUseTest.java"))
                    .toList();
            assertThat(sources)
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContainPattern(BY_DEFAULT_LOCALE));
        }
    }
}
