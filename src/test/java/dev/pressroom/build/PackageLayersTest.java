package dev.pressroom.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A package imports only packages below it, so there is no cycle between packages. */
class PackageLayersTest {
    private static final Path SOURCES = Path.of("src/main/java/dev/pressroom");
    private static final Path DOCUMENT = Path.of("src/docs/architecture.md");
    private static final String ROOT = "dev.pressroom";

    /** All packages, from the lowest to the highest; architecture.md has the same list with explanations. */
    private static final List<String> LAYERS = List.of(
            "trace",
            "base",
            "config",
            "store",
            "limit",
            "image",
            "logging",
            "embedded",
            "bus",
            "job",
            "account",
            "organization",
            "page",
            "page.url",
            "page.style",
            "page.read",
            "page.fetch",
            "model.draw",
            "model.provider",
            "model",
            "model.demo",
            "pipeline",
            "pipeline.content",
            "pipeline.website",
            "post",
            "webhook",
            "ops",
            "erasure",
            "worker",
            "http.connection",
            "http.request",
            "http.schema",
            "http.stream",
            "http.webhook",
            "http.job",
            "http.mcp",
            "http.account",
            "http.document",
            "http.ops",
            "http",
            "cli.io",
            "cli.remote",
            "cli",
            ROOT);

    private static final Pattern IMPORT =
            Pattern.compile("(?m)^import (?:static )?dev\\.pressroom((?:\\.[a-z]\\w*)*)\\.[A-Z]");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| \\d+ \\| `([a-z.]+)` \\|");

    @Test
    void aPackageImportsOnlyPackagesBelowIt() {
        List<String> faults = new ArrayList<>();
        for (Path file : files()) {
            String importing = packageOf(file);
            for (String imported : imports(file)) {
                if (LAYERS.indexOf(imported) > LAYERS.indexOf(importing)) {
                    faults.add(file + " imports from " + imported + ", a package above " + importing);
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void everyPackageHasItsLayer() {
        Set<String> packages = new TreeSet<>();
        files().forEach(file -> packages.add(packageOf(file)));
        assertThat(LAYERS).containsExactlyInAnyOrderElementsOf(packages);
    }

    @Test
    void theArchitecturePageHasTheSameList() throws IOException {
        assertThat(ROW.matcher(Files.readString(DOCUMENT)).results().map(row -> row.group(1)))
                .containsExactlyElementsOf(LAYERS);
    }

    private static List<Path> files() {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String packageOf(Path file) {
        return named(SOURCES.relativize(file.getParent())
                .toString()
                .replace('\\', '.')
                .replace('/', '.'));
    }

    private static Set<String> imports(Path file) {
        try {
            Set<String> imported = new TreeSet<>();
            Matcher found = IMPORT.matcher(Files.readString(file));
            while (found.find()) {
                imported.add(
                        named(found.group(1).isEmpty() ? "" : found.group(1).substring(1)));
            }
            return imported;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String named(String path) {
        return path.isEmpty() ? ROOT : path;
    }
}
