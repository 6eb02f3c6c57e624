package dev.pressroom.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents name only files, classes and tests that exist. */
class DocumentLinksTest {
    private static final Path DOCUMENTS = Path.of("src/docs");

    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern SCRIPT = Pattern.compile("\\bscripts/[a-z]+\\b");

    /** A class name in backticks, with or without a method: {@code `JobRun`}, {@code `ClusterIT.someTest`}. */
    private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z0-9]+\\w*)(?:\\.([a-z]\\w*))?`");

    /** As {@link #CLASS}, with a name that only tests have; outside of backticks too. */
    private static final Pattern TEST = Pattern.compile("\\b([A-Z][a-z0-9]+\\w*(?:Test|IT))\\b(?:\\.([a-z]\\w*))?");

    private static final Map<String, Path> JAVA_FILES = javaFiles();

    static List<Path> documents() throws IOException {
        try (Stream<Path> pages = Files.list(DOCUMENTS)) {
            return Stream.concat(Stream.of(Path.of("README.md")), pages)
                    .filter(page -> page.toString().endsWith(".md"))
                    .toList();
        }
    }

    /** The pages in which a capitalised name in backticks is a class. */
    static List<Path> pagesForDevelopers() {
        return Stream.of("architecture.md", "changes.md", "contributing.md", "upgrading.md")
                .map(DOCUMENTS::resolve)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkedFileExists(Path page) {
        assertThat(missing(page, LINK, link -> linksToFile(page, link.group(1))))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyScriptExists(Path page) {
        assertThat(missing(page, SCRIPT, script -> Files.exists(Path.of(script.group()))))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyTestExists(Path page) {
        assertThat(missing(page, TEST, DocumentLinksTest::isInAFile)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pagesForDevelopers")
    void everyClassExists(Path page) {
        assertThat(missing(page, CLASS, DocumentLinksTest::isInAFile)).isEmpty();
    }

    @Test
    void theReadmeHasTheBrowserExampleAsItIsTested() {
        String example = read(Path.of("src/main/resources/web/examples/browser.js"));
        String withoutComment = example.substring(example.indexOf("import "));

        assertThat(read(Path.of("README.md"))).contains("```js\n" + withoutComment + "```");
    }

    @Test
    void aMissingClassIsFound() {
        assertThat(CLASS.matcher("`NoSuchClass`").results().filter(found -> !isInAFile(found)))
                .hasSize(1);
    }

    private static List<String> missing(Path page, Pattern pattern, Function<MatchResult, Boolean> exists) {
        List<String> missing = new ArrayList<>();
        pattern.matcher(read(page))
                .results()
                .filter(found -> !exists.apply(found))
                .forEach(found -> missing.add(page + ": " + found.group()));
        return missing;
    }

    private static boolean linksToFile(Path page, String target) {
        if (target.startsWith("#") || target.startsWith("http://") || target.startsWith("https://")) {
            return true;
        }
        int anchor = target.indexOf('#');
        return Files.exists(page.resolveSibling(anchor < 0 ? target : target.substring(0, anchor)));
    }

    private static boolean isInAFile(MatchResult found) {
        Path file = JAVA_FILES.get(found.group(1));
        return file != null && (found.group(2) == null || read(file).contains(" " + found.group(2) + "("));
    }

    private static Map<String, Path> javaFiles() {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""), file -> file, (a, b) -> a));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
