package dev.pressroom.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Servers;
import dev.pressroom.support.Traces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The document of operations has a rule for each table: how long its rows are kept, and what an erasure does to them. */
class RetentionTableIT {
    private static final Path DOCUMENT = Path.of("src/docs/operations.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ((?:`[a-z_]+`(?:, )?)+) \\| [^|]+ \\| [^|]+ \\|$");
    private static final Pattern NAME = Pattern.compile("`([a-z_]+)`");

    @Test
    void everyTableHasItsRule() throws IOException {
        String document = Files.readString(DOCUMENT);
        String section = document.substring(document.indexOf("## Retention"), document.indexOf("## Erasure"));
        Set<String> named = new TreeSet<>();
        Matcher rows = ROW.matcher(section);
        while (rows.find()) {
            Matcher names = NAME.matcher(rows.group(1));
            while (names.find()) {
                named.add(names.group(1));
            }
        }
        String url = Servers.emptyDatabase();
        Migrations.run(url);

        assertThat(named).containsExactlyInAnyOrderElementsOf(Traces.tables(url));
    }
}
