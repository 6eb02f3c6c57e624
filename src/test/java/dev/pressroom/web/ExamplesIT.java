package dev.pressroom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.Service;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.chrome.ChromeDriver;

/**
 * The examples of the cookbook do what it says. Those for Node and curl need these programs on the path. {@link
 * FrameworkExamplesIT} has those for React, Vue and useChat.
 */
class ExamplesIT {
    private static final Path EXAMPLES = Path.of("src/main/resources/web/examples");
    private static final Duration SOON = Duration.ofSeconds(30);
    private static Service service;
    private final UUID user = UUID.randomUUID();

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        service = Service.start();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static void requireProgram(String name) {
        boolean isThere =
                Stream.of(System.getenv("PATH").split(":")).anyMatch(each -> Files.isExecutable(Path.of(each, name)));
        assumeTrue(isThere, name + " is not on the path");
    }

    private Process process(Map<String, String> env, String... command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(env);
        return builder.start();
    }

    private String output(String... command) throws IOException, InterruptedException {
        Process process = process(
                Map.of(
                        "PRESSROOM_URL",
                        service.url(),
                        "TOKEN",
                        service.token(user),
                        "PRESSROOM_TOKEN",
                        service.token(user)),
                command);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private void copy(String example) throws IOException {
        Files.copy(EXAMPLES.resolve(example), folder.resolve(example));
    }

    @Test
    void theNodeExampleWritesAnArticle() throws IOException, InterruptedException {
        requireProgram("node");
        Path client = Path.of("src/main/resources/client").toAbsolutePath();
        Files.copy(client.resolve("examples/node.js"), folder.resolve("node.mjs"));
        Files.createSymbolicLink(
                Files.createDirectories(folder.resolve("node_modules")).resolve("pressroom-client"), client);

        assertWritesAnArticle();
    }

    @Test
    void npmInstallsTheClientOfARunningService() throws IOException, InterruptedException {
        requireProgram("node");
        requireProgram("npm");
        Files.writeString(folder.resolve("package.json"), "{ \"type\": \"module\" }");
        String home = folder.resolve("home").toString();
        output(
                "npm",
                "install",
                "--cache",
                home,
                "--no-audit",
                "--no-fund",
                service.url() + "/client/pressroom-client.tgz");
        Files.copy(folder.resolve("node_modules/pressroom-client/examples/node.js"), folder.resolve("node.mjs"));

        assertWritesAnArticle();
    }

    /** Soon: a timer of the client that is left over keeps the process running for 45 s. */
    private void assertWritesAnArticle() throws IOException, InterruptedException {
        Instant began = Instant.now();
        assertThat(output("node", "node.mjs", "Watering succulents"))
                .contains("## ")
                .containsPattern("Saved as post [0-9a-f-]{36}");
        assertThat(Duration.between(began, Instant.now())).isLessThan(SOON);
    }

    @Test
    void theCurlExampleFollowsAnArticle() throws IOException, InterruptedException {
        requireProgram("curl");
        requireProgram("jq");
        copy("curl.sh");

        assertThat(output("sh", "curl.sh")).contains("event: blog-result", "event: complete", "Watering succulents");
    }

    @Test
    void theWebhookReceiverTakesOnlySignedDeliveries() throws Exception {
        requireProgram("node");
        copy("webhook-receiver.mjs");
        byte[] key = "a key of thirty-two random bytes".getBytes(StandardCharsets.US_ASCII);
        String secret = "whsec_" + Base64.getEncoder().encodeToString(key);
        Process receiver = process(Map.of("WEBHOOK_SECRET", secret, "PORT", "0"), "node", "webhook-receiver.mjs");
        try (BufferedReader out = receiver.inputReader()) {
            Api api = new Api("http://localhost:" + out.readLine().replace("listening on ", ""), "");
            String body = "{\"type\":\"job.completed\",\"data\":{\"jobId\":\"7\"}}";
            long now = Instant.now().getEpochSecond();

            assertThat(delivered(api, body, now, signature(key, now, body)).statusCode())
                    .isEqualTo(204);
            assertThat(out.readLine()).isEqualTo("job.completed 7");
            assertThat(delivered(api, body, now, "v1,AAAA " + signature(key, now, body))
                            .statusCode())
                    .isEqualTo(204);
            assertThat(delivered(api, body + " ", now, signature(key, now, body))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(delivered(api, body, now - 600, signature(key, now - 600, body))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(delivered(api, body, now, "v1").statusCode()).isEqualTo(401);
            assertThat(api.post("/", body).statusCode()).isEqualTo(401);
        } finally {
            receiver.destroy();
        }
    }

    private static HttpResponse<String> delivered(Api api, String body, long timestamp, String signature) {
        return api.post(
                "/",
                body,
                "webhook-id",
                "msg_1",
                "webhook-timestamp",
                Long.toString(timestamp),
                "webhook-signature",
                signature);
    }

    private static String signature(byte[] key, long timestamp, String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        byte[] signed = mac.doFinal(("msg_1." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
        return "v1," + Base64.getEncoder().encodeToString(signed);
    }

    @Test
    void theBrowserExampleShowsTheTextWhileItIsWritten() {
        ChromeDriver browser = browser();
        try {
            browser.get(service.url() + "/docs/errors");
            browser.executeScript("sessionStorage.setItem('example-token', arguments[0])", service.token(user));
            browser.get(service.url() + "/examples/browser.html");

            Await.until(
                    SOON,
                    () -> browser.getTitle().toLowerCase(java.util.Locale.ROOT).contains("succulents"));
            assertThat((String) browser.executeScript("return document.getElementById('article').textContent"))
                    .contains("## ");
        } finally {
            browser.quit();
        }
    }

    @Test
    void theEventSourceExampleFollowsAJob() {
        ChromeDriver browser = browser();
        try {
            UUID job = service.api(user).created(Api.order("Watering succulents"));
            browser.get(service.url() + "/docs/errors");
            Object title = browser.executeAsyncScript("""
                    const [url, token, job, done] = arguments;
                    import('/examples/eventsource.js')
                      .then(({ follow }) => follow(url, token, job, () => {}))
                      .then((result) => done(result.data.title), (fault) => done(fault.message));
                    """, service.url(), service.token(user), job.toString());

            assertThat(title).asString().contains("ucculents");
        } finally {
            browser.quit();
        }
    }

    @Test
    void theCookbookShowsEachExample() {
        ChromeDriver browser = browser();
        try {
            browser.get(service.url() + "/docs/cookbook");

            Await.until(SOON, () -> shown(browser).stream().noneMatch(text -> text.startsWith("The example is")));
            assertThat(shown(browser)).hasSize(9).anyMatch(text -> text.contains("stream-ticket"));
            assertThat(browser.executeScript("return document.documentElement.scrollWidth <= innerWidth"))
                    .isEqualTo(true);
        } finally {
            browser.quit();
        }
    }

    @SuppressWarnings("unchecked")
    private static List<String> shown(ChromeDriver browser) {
        return (List<String>) browser.executeScript(
                "return [...document.querySelectorAll('[data-example]')].map((block) => block.textContent)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"web/examples", "client/examples"})
    void everyExampleIsInTheCookbook(String folder) throws IOException {
        String page = Files.readString(EXAMPLES.resolveSibling("docs/cookbook.html"));
        String address = folder.replace("web/", "") + "/";
        try (Stream<Path> files = Files.list(Path.of("src/main/resources", folder))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.equals("browser.html")))
                    .isNotEmpty()
                    .allMatch(name -> page.contains("data-example=\"" + address + name + "\""));
        }
    }

    private static ChromeDriver browser() {
        assumeTrue(Browser.missing().isEmpty(), () -> Browser.missing().orElse(""));
        ChromeDriver browser = Browser.start();
        browser.manage().timeouts().scriptTimeout(SOON);
        return browser;
    }
}
