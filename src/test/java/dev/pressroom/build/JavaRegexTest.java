package dev.pressroom.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.ClassFiles;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * The engine of java.util.regex backtracks: a text of a client, a page or a model can keep it busy for hours. So it is
 * only used where this list says why, and everything else uses {@link dev.pressroom.base.TextPattern} or a scanner.
 */
class JavaRegexTest {
    private static final String CONFIGURED = "reads settings, which the operator writes";
    private static final String OWN_SERVER = "reads what the database server that the service has started prints";

    /** By the top-level class. */
    private static final Map<String, String> ALLOWED = Map.ofEntries(
            Map.entry("dev/pressroom/config/AddressTypes", CONFIGURED),
            Map.entry("dev/pressroom/config/Durations", CONFIGURED),
            Map.entry("dev/pressroom/config/SettingTypes", CONFIGURED),
            Map.entry("dev/pressroom/config/PublicKeyPem", CONFIGURED),
            Map.entry("dev/pressroom/config/ProductionSecrets", CONFIGURED),
            Map.entry("dev/pressroom/config/HttpSettings", CONFIGURED),
            Map.entry("dev/pressroom/config/LayeredSettings", CONFIGURED),
            Map.entry("dev/pressroom/config/EnvironmentVariables", CONFIGURED),
            Map.entry("dev/pressroom/model/provider/Proxy", CONFIGURED),
            Map.entry("dev/pressroom/store/DatabaseUrl", CONFIGURED),
            Map.entry("dev/pressroom/embedded/StoredPassword", "reads a file that the service has written"),
            Map.entry("dev/pressroom/embedded/PostgresServer", OWN_SERVER),
            Map.entry("dev/pressroom/embedded/RedisServer", OWN_SERVER),
            Map.entry(
                    "dev/pressroom/model/draw/TextBlock",
                    "\\X, which RE2/J lacks, does not backtrack, and its texts have at most 400 characters"),
            Map.entry("dev/pressroom/model/demo/LimitedPattern", "stops after a bounded number of steps"),
            Map.entry(
                    "dev/pressroom/http/document/StaticFileRoutes",
                    "one look-ahead of five characters in a route: Vert.x takes no other engine"));

    /** Methods that compile an expression unseen. */
    private static final Set<String> HIDDEN = Set.of(
            "java/lang/String.matches",
            "java/lang/String.replaceAll",
            "java/lang/String.replaceFirst",
            "java/lang/String.split",
            "java/util/Scanner",
            "io/vertx/ext/web/Router.routeWithRegex");

    @Test
    void javaRegexIsUsedOnlyWhereTheListSaysWhy() {
        assertThat(ALLOWED.keySet()).containsAll(users(JavaRegexTest::isRegex));
    }

    /** There each pattern has a bound on its text. */
    @Test
    void patternsOfRe2AreMadeInOnePlace() {
        assertThat(users("com/google/re2j/Pattern"::equals)).containsExactly("dev/pressroom/base/TextPattern");
    }

    private static boolean isRegex(String reference) {
        return reference.equals("java/util/regex/Pattern")
                || reference.startsWith("java/util/regex/Pattern.")
                || HIDDEN.contains(reference);
    }

    private static Set<String> users(Predicate<String> kind) {
        Set<String> users = new TreeSet<>();
        ClassFiles.references().forEach((name, references) -> {
            if (references.stream().anyMatch(kind)) {
                users.add(name);
            }
        });
        return users;
    }
}
