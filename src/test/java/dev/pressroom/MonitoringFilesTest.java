package dev.pressroom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pressroom.support.MonitoringFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The alert rules and the dashboard are well formed. */
class MonitoringFilesTest {
    private static final Path GUIDE = Path.of("src", "docs", "operations.md");
    private static final Pattern ALERT = Pattern.compile("Pressroom([A-Z][a-z]+)+");
    private static final Pattern DURATION = Pattern.compile("\\d+[smh]");
    private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{(\\w+)}}");
    private static final Map<Character, Character> BRACKETS = Map.of(')', '(', ']', '[', '}', '{');

    /** Labels that Prometheus adds. */
    private static final Set<String> ADDED = Set.of("instance", "job");

    @Test
    void everyAlertHasANameATimeASeverityASummaryAndARunbook() {
        assertThat(MonitoringFiles.rules()).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.path("alert").asText()).matches(ALERT);
            assertThat(rule.path("for").asText()).matches(DURATION);
            assertThat(rule.path("labels").path("severity").asText()).isIn("warning", "critical");
            assertThat(rule.path("annotations").path("summary").asText()).isNotBlank();
            assertThat(rule.path("annotations").path("runbook").asText()).isNotBlank();
        });
    }

    @Test
    void noTwoAlertsHaveTheSameName() {
        assertThat(MonitoringFiles.rules())
                .extracting(rule -> rule.path("alert").asText())
                .doesNotHaveDuplicates();
    }

    @Test
    void everyRunbookIsAHeadingOfTheGuide() throws IOException {
        List<String> anchors = Files.readString(GUIDE)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(MonitoringFilesTest::anchor)
                .toList();

        assertThat(MonitoringFiles.rules())
                .extracting(rule -> rule.path("annotations").path("runbook").asText())
                .allSatisfy(runbook -> {
                    assertThat(runbook).startsWith("src/docs/operations.md#");
                    assertThat(anchors).contains(runbook.substring(runbook.indexOf('#') + 1));
                });
    }

    private static String anchor(String heading) {
        return heading.replaceFirst("^#+ ", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9 -]", "")
                .replace(' ', '-');
    }

    @Test
    void theBracketsOfEveryExpressionMatch() {
        assertThat(MonitoringFiles.expressions())
                .isNotEmpty()
                .allSatisfy(expression -> assertThat(isBalanced(expression)).isTrue());
    }

    private static boolean isBalanced(String expression) {
        Deque<Character> open = new ArrayDeque<>();
        boolean quoted = false;
        for (char c : expression.toCharArray()) {
            quoted ^= c == '"';
            if (quoted) {
                continue;
            }
            if (BRACKETS.containsValue(c)) {
                open.push(c);
            } else if (BRACKETS.containsKey(c) && (open.isEmpty() || !open.pop().equals(BRACKETS.get(c)))) {
                return false;
            }
        }
        return open.isEmpty() && !quoted;
    }

    @Test
    void everyExpressionNamesAMetric() {
        assertThat(MonitoringFiles.expressions())
                .allSatisfy(expression ->
                        assertThat(MonitoringFiles.metrics(expression)).isNotEmpty());
    }

    @Test
    void aSummaryNamesOnlyLabelsThatItsExpressionKeeps() {
        for (JsonNode rule : MonitoringFiles.rules()) {
            List<String> used = new ArrayList<>();
            Pattern.compile("\\$labels\\.(\\w+)")
                    .matcher(rule.path("annotations").path("summary").asText())
                    .results()
                    .forEach(label -> used.add(label.group(1)));
            String expression = rule.path("expr").asText();
            assertThat(used)
                    .allSatisfy(label -> assertThat(keeps(expression, label))
                            .as(rule.path("alert").asText() + ": " + label)
                            .isTrue());
        }
    }

    @Test
    void aLegendNamesOnlyLabelsThatItsExpressionKeeps() {
        MonitoringFiles.dashboards()
                .values()
                .forEach(dashboard -> dashboard
                        .path("panels")
                        .forEach(panel -> panel.path("targets")
                                .forEach(target -> LEGEND_LABEL
                                        .matcher(target.path("legendFormat").asText())
                                        .results()
                                        .forEach(label -> assertThat(keeps(
                                                        target.path("expr").asText(), label.group(1)))
                                                .as(panel.path("title").asText() + ": " + label.group(1))
                                                .isTrue()))));
    }

    /** Whether the result of the expression has the label; one without an aggregation keeps those of Prometheus. */
    private static boolean keeps(String expression, String label) {
        return MonitoringFiles.metrics(expression).values().stream().anyMatch(labels -> labels.contains(label))
                || ADDED.contains(label) && !expression.contains("sum") && !expression.contains("max(");
    }

    @Test
    void everyPanelHasATitleAUnitAndAPlaceOfItsOwn() {
        MonitoringFiles.dashboards().values().forEach(dashboard -> {
            List<String> places = new ArrayList<>();
            dashboard.path("panels").forEach(panel -> {
                assertThat(panel.path("title").asText()).isNotBlank();
                if (!panel.path("type").asText().equals("row")) {
                    assertThat(panel.path("fieldConfig")
                                    .path("defaults")
                                    .path("unit")
                                    .asText())
                            .isNotBlank();
                }
                places.add(panel.path("gridPos").path("x") + ","
                        + panel.path("gridPos").path("y"));
            });
            assertThat(places).isNotEmpty().doesNotHaveDuplicates();
        });
    }
}
