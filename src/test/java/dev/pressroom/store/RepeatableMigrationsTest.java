package dev.pressroom.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RepeatableMigrationsTest {
    private static final Pattern CREATED = Pattern.compile("(?i)\\bcreate\\s+(?:or\\s+replace\\s+)?function\\s+(\\w+)");

    /** Nodes of the version before refuse a database with a repeatable file that they do not have. */
    @Test
    void thereIsNoNewRepeatableFile() {
        assertThat(SchemaHistory.MIGRATIONS.stream().filter(name -> name.startsWith("R__")))
                .containsExactly("R__accounts.sql", "R__functions.sql", "R__submit.sql");
    }

    /** Tests migrate to an older version with the files of this one, so the repeatable files run before later versions. */
    @Test
    void noFunctionOfARepeatableFileIsCreatedByAVersionedOne() throws IOException {
        Set<String> repeatable = functions("R__");
        Set<String> versioned = functions("V");

        assertThat(repeatable).hasSizeGreaterThan(10);
        assertThat(versioned).isNotEmpty().doesNotContainAnyElementsOf(repeatable);
    }

    private static Set<String> functions(String prefix) throws IOException {
        Set<String> found = new TreeSet<>();
        for (String name : SchemaHistory.MIGRATIONS) {
            if (name.startsWith(prefix)) {
                Matcher function = CREATED.matcher(Files.readString(
                        Path.of("src/main/resources/db/migration").resolve(name)));
                while (function.find()) {
                    found.add(function.group(1));
                }
            }
        }
        return found;
    }
}
