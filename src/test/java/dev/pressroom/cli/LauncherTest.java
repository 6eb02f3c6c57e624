package dev.pressroom.cli;

import static dev.pressroom.support.FakeService.answer;
import static dev.pressroom.support.FakeService.frame;
import static dev.pressroom.support.FakeService.frames;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.account.TokenUser;
import dev.pressroom.account.Tokens;
import dev.pressroom.base.Sources;
import dev.pressroom.cli.io.Terminal;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.embedded.StartFailure;
import dev.pressroom.support.FakeService;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class LauncherTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String ARTICLE = "# On tea\n\nTea is made of leaves.\n";

    @TempDir
    Path folder;

    private final Map<String, String> env = new HashMap<>(Map.of("JWT_SECRET", SECRET));
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final FakeService service = new FakeService();
    private RunningService.Starter starter = (settings, sources) -> Future.succeededFuture(new Fake(service.port()));

    @AfterEach
    void close() {
        service.close();
    }

    @ParameterizedTest
    @CsvSource({"--help,demo", "serve --help,SIGTERM", "token --help,--ttl", "demo --help,<topic>"})
    void helpIsOnStdout(String line, String part) {
        assertThat(run(line.split(" "))).isZero();
        assertThat(out()).contains(part);
        assertThat(err()).isEmpty();
    }

    @Test
    void theVersionIsTold() {
        assertThat(run("--version")).isZero();
        assertThat(out()).startsWith("pressroom ");
    }

    @ParameterizedTest
    @CsvSource({
        "tokne,There is no command 'tokne'.",
        "serve --nope,--nope",
        "demo,<topic>",
        "demo --url https://example.com tea,either a <topic> or",
        "token --user 42,'''42'' is not a UUID'",
        "token --ttl soon,'''soon'' is not a duration'"
    })
    void argumentsThatMakeNoSenseAreAFaultOfUse(String line, String part) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err()).contains(part).contains("--help").hasLineCount(2);
        assertThat(out()).isEmpty();
    }

    @Test
    void eachFaultOfTheSettingsIsALine() {
        env.putAll(Map.of("PORT", "x", "PRESSROOM_WORKERS", "0"));
        assertThat(run("serve")).isEqualTo(1);
        assertThat(err().lines())
                .containsExactlyInAnyOrder(
                        "PORT: \"x\" is not a whole number from 0 to 65535",
                        "PRESSROOM_WORKERS: \"0\" is not a whole number from 1 to 10000");
    }

    @Test
    void serveIsTheDefault() {
        env.put("PORT", "x");
        assertThat(run()).isEqualTo(1);
        assertThat(err()).startsWith("PORT:");
    }

    @Test
    void aServiceThatCannotStartSaysWhyInOneLine() {
        starter = (settings, sources) -> Future.failedFuture(new StartFailure("Pressroom is already running in x."));
        assertThat(run("serve")).isEqualTo(1);
        assertThat(err()).isEqualTo("Pressroom is already running in x.\n");
    }

    @Test
    void aPortThatIsTakenIsTold() {
        starter = (settings, sources) -> Future.failedFuture(new BindException("Address already in use"));
        assertThat(run("serve")).isEqualTo(1);
        assertThat(err()).startsWith("A port is in use").contains("PORT").hasLineCount(1);
    }

    @Test
    void aTokenIsAllThatTheTokenCommandPrints() {
        UUID user = UUID.randomUUID();
        assertThat(run("token", "--user", user.toString(), "--ttl", "2h")).isZero();
        assertThat(out()).hasLineCount(1);
        assertThat(verified(out().strip()).userId()).isEqualTo(user);
    }

    @Test
    void aTokenOfAnOperatorHasTheRoleAdmin() {
        assertThat(run("token", "--admin")).isZero();
        assertThat(verified(out().strip()).isAdmin()).isTrue();
    }

    @Test
    void aTokenHasNoRoleOtherwise() {
        assertThat(run("token")).isZero();
        assertThat(verified(out().strip()).role()).isEmpty();
    }

    @Test
    void withoutASecretNoTokenIsMade() {
        env.remove("JWT_SECRET");
        env.put("JWT_JWKS_URL", "https://keys.example/jwks");
        assertThat(run("token")).isEqualTo(1);
        assertThat(err()).contains("JWT_SECRET").hasLineCount(1);
    }

    @Test
    void inDevModeTheTokenCommandMakesItsOwnSecret() {
        env.remove("JWT_SECRET");
        assertThat(run("token")).isZero();
        assertThat(folder.resolve("data/jwt-secret")).exists();
        assertThat(out()).hasLineCount(1);
    }

    @Test
    void aTokenOfANewSecretComesWithAWarning() {
        env.remove("JWT_SECRET");
        run("token");
        assertThat(err())
                .contains(folder.resolve("data").toString(), "PRESSROOM_DATA")
                .hasLineCount(1);
    }

    @Test
    void aTokenOfAnExistingSecretComesWithoutAWarning() {
        env.remove("JWT_SECRET");
        run("token");
        err.reset();
        run("token");
        assertThat(err()).isEmpty();
    }

    @Test
    void theDemoNamesTheFileThatItHasWritten() {
        service.stream(frames(wholeJob()));
        Path file = folder.resolve("tea.md");
        run("demo", "--output", file.toString(), "On tea");
        assertThat(err()).endsWith("Written to " + file + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "example.com,https://example.com",
        "localhost:99,https://localhost:99",
        "http://tea.example,http://tea.example"
    })
    void aWebsiteWithoutASchemeIsReadOverHttps(String given, String url) {
        service.stream(frames(frame("1", "complete", new JsonObject().put("result", new JsonObject()))));
        run("demo", "--url", given);
        assertThat(service.bodies().get(0).getString("url")).isEqualTo(url);
    }

    @Test
    void theDemoPrintsTheArticleAloneAndTellsTheRestBesideIt() {
        service.stream(frames(wholeJob()));
        assertThat(run("demo", "On tea")).isZero();
        assertThat(out()).isEqualTo(ARTICLE.stripTrailing() + "\n");
        assertThat(err())
                .contains("[ 10%] Outlining")
                .containsPattern("Saved as post p-1 \\(draft\\): \"On tea\", 8 words in \\d+\\.\\d s");
    }

    @Test
    void theDemoAsksForTheGivenTopic() {
        service.stream(frames(wholeJob()));
        run("demo", "--audience", "sailors", "On tea");
        JsonObject body = service.bodies().get(0);
        assertThat(body.getJsonObject("topic").getString("title")).isEqualTo("On tea");
        assertThat(body.getJsonObject("businessInfo").getString("targetAudience"))
                .isEqualTo("sailors");
    }

    @Test
    void theDemoPassesInstructionsOn() {
        service.stream(frames(wholeJob()));
        run("demo", "--instructions", "In Dutch.", "On tea");
        assertThat(service.bodies().get(0).getString("additionalInstructions")).isEqualTo("In Dutch.");
    }

    @Test
    void theDemoWritesTheArticleIntoAFileAndNothingToStdout() {
        service.stream(frames(wholeJob()));
        Path file = folder.resolve("tea.md");
        assertThat(run("demo", "--output", file.toString(), "On tea")).isZero();
        assertThat(file).hasContent(ARTICLE);
        assertThat(out()).isEmpty();
    }

    @Test
    void aFileThatCannotBeWrittenIsSaidBeforeAJobIsCreated() {
        assertThat(run("demo", "--output", folder.resolve("no/such/folder.md").toString(), "On tea"))
                .isEqualTo(1);
        assertThat(err()).contains("--output").hasLineCount(1);
        assertThat(service.calls()).isEmpty();
    }

    @Test
    void theDemoOfAWebsitePrintsItsAnalysisAlone() {
        JsonObject result = new JsonObject()
                .put("url", "https://tea.example")
                .put("analysis", new JsonObject().put("businessName", "Tea House"));
        service.stream(frames(
                frame("1", "step-change", progress("Reading the page", 10)),
                frame("2", "complete", new JsonObject().put("result", result))));
        assertThat(run("demo", "--url", "https://tea.example")).isZero();
        assertThat(service.calls()).startsWith("POST /api/v1/jobs/website-analysis");
        assertThat(new JsonObject(out())).isEqualTo(result);
        assertThat(err())
                .contains("[ 10%] Reading the page")
                .contains("Finished the analysis of https://tea.example: \"Tea House\", in");
    }

    @Test
    void withoutATerminalThereAreNoControlCodes() {
        service.stream(frames(wholeJob()));
        run("demo", "On tea");
        assertThat(out()).doesNotContain("\u001b").doesNotContain("\r");
    }

    @Test
    void aFailedJobFailsTheDemoWithOneLine() {
        service.stream(frames(frame(
                "1",
                "failed",
                new JsonObject().put("error", "The model is gone").put("errorCode", "MODEL_UNAVAILABLE"))));
        assertThat(run("demo", "On tea")).isEqualTo(1);
        assertThat(err()).endsWith("The job failed: The model is gone (MODEL_UNAVAILABLE)\n");
    }

    @Test
    void aRefusedJobFailsTheDemoWithOneLine() {
        service.creating(answer(
                402, new JsonObject().put("message", "No credits are left.").put("errorCode", "INSUFFICIENT_CREDITS")));
        assertThat(run("demo", "On tea")).isEqualTo(1);
        assertThat(err())
                .endsWith("The service rejected the request: No credits are left. (402 INSUFFICIENT_CREDITS)\n");
    }

    private static String[] wholeJob() {
        JsonObject result = new JsonObject()
                .put("data", new JsonObject().put("title", "On tea").put("content", ARTICLE))
                .put("savedPost", new JsonObject().put("id", "p-1").put("status", "draft"));
        return new String[] {
            frame("1", "step-change", progress("Outlining", 10)),
            frame("", "progress-update", progress("Writing the article", 30)),
            frame("", "content-chunk", new JsonObject().put("offset", 0).put("text", "# On tea\n\nTea is")),
            frame("", "content-chunk", new JsonObject().put("offset", 16).put("text", " made of leaves.\n")),
            frame("2", "complete", new JsonObject().put("result", result))
        };
    }

    private static JsonObject progress(String step, int percent) {
        return new JsonObject()
                .put("currentStep", step)
                .put("progress", percent)
                .put("estimatedTimeRemaining", 9);
    }

    private int run(String... args) {
        env.put("PRESSROOM_DATA", folder.resolve("data").toString());
        return new Launcher(new CommandIo(
                        env,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Terminal.plain(),
                        Sources.system(),
                        (settings, sources) -> starter.start(settings, sources)))
                .run(args);
    }

    private TokenUser verified(String token) {
        Vertx vertx = Vertx.vertx();
        try {
            return Tokens.create(vertx, SettingsLoader.load(env).auth(), Sources.system())
                    .compose(tokens -> tokens.verify(token))
                    .await();
        } finally {
            vertx.close().await();
        }
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private record Fake(int port) implements RunningService {
        @Override
        public String signInCode(String token) {
            return "a-code";
        }

        @Override
        public Future<Void> stop() {
            return Future.succeededFuture();
        }
    }
}
