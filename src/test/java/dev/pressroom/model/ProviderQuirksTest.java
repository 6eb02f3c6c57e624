package dev.pressroom.model;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.pressroom.base.Cancellation;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.Secret;
import dev.pressroom.model.provider.CallLimits;
import dev.pressroom.model.provider.ChatClient;
import dev.pressroom.model.provider.Endpoint;
import dev.pressroom.model.provider.ProviderKind;
import dev.pressroom.model.provider.Proxy;
import dev.pressroom.support.FakeOpenAi;
import dev.pressroom.support.FakeOpenAi.Behaviour;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real client against what providers, gateways and local servers were seen to send. */
@Timeout(30)
class ProviderQuirksTest {
    private static final String KEY = "sk-abcdefghijklmnop0123456789";
    private static final String STREAM = "text/event-stream";
    private static final JsonObject SCHEMA = new JsonObject("""
            { "type": "object", "additionalProperties": false, "required": ["mood", "notes"],
              "properties": { "mood": { "type": "string" },
                              "notes": { "type": "array", "items": { "type": "string" } } } }
            """);
    private static final Prompt PROSE =
            Prompt.prose(Task.ARTICLE, new JsonObject().put("topic", new JsonObject().put("title", "Bees")));
    private static final Prompt JSON =
            Prompt.json("test.mood", new JsonObject(), SCHEMA).withParts();

    private final Vertx vertx = Vertx.vertx();
    private final List<String> pieces = new CopyOnWriteArrayList<>();
    private FakeOpenAi provider;
    private TextModel model;

    @BeforeEach
    void start() throws Exception {
        provider = FakeOpenAi.start(vertx).await(5, SECONDS);
        model = model(endpoint(Optional.empty(), Map.of(), Optional.empty(), OptionalInt.empty()));
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(5, SECONDS);
    }

    static Stream<Arguments> brokenOff() {
        return Stream.of(
                Arguments.of(chunk("Half") + "data: {\"error\":{\"message\":\"boom\"}}\n\n" + done(), "boom"),
                Arguments.of(chunk("Half") + "error: {\"code\":500,\"message\":\"boom\"}\n\n", "boom"),
                Arguments.of(chunk("Half") + "event: error\ndata: {\"message\":\"boom\"}\n\n" + done(), "boom"),
                Arguments.of(chunk("Half") + "data: {\"error\":\"boom\"}\n\n", "boom"),
                Arguments.of(chunk("Half") + finish("error") + done(), "error"),
                Arguments.of(chunk("Half") + finish("insufficient_system_resource") + done(), "insufficient"),
                Arguments.of(chunk("Half") + finish("never_heard_of") + done(), "never_heard_of"));
    }

    @ParameterizedTest
    @MethodSource("brokenOff")
    void anAnswerThatIsNotWholeIsAFailureThatPasses(String stream, String words) {
        provider.next(new Behaviour.Raw(200, STREAM, stream));
        Failure failure = failure(write());
        assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_UNAVAILABLE);
        assertThat(failure.getMessage()).contains(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"length", "max_tokens", "MAX_TOKENS"})
    void anAnswerCutAtItsLengthLimitIsSaidToBeThat(String reason) {
        provider.next(new Behaviour.Raw(200, STREAM, chunk("Half") + finish(reason) + done()));
        assertThat(failure(write()).getMessage()).contains("length limit");
    }

    @Test
    void aFilterStopsTheAnswerForGood() {
        provider.next(new Behaviour.Raw(200, STREAM, chunk("Half") + finish("content_filter") + done()));
        assertThat(failure(write()).code()).isEqualTo(ErrorCode.MODEL_REFUSED);
    }

    static Stream<Arguments> whole() {
        String keepAlive = "data: : keepalive\n\n: OPENROUTER PROCESSING\n\ndata:\n\n";
        String parts = "data: {\"choices\":[{\"delta\":{\"content\":[{\"type\":\"thinking\",\"thinking\":[]},"
                + "{\"type\":\"text\",\"text\":\"Bees.\"}]}}]}\n\n";
        String wholeDocument = "{\"choices\":[{\"message\":{\"content\":\"Bees.\"},\"finish_reason\":\"stop\"}]}";
        return Stream.of(
                Arguments.of(
                        "comments in data lines", 200, STREAM, keepAlive + chunk("Bees.") + finish("stop") + done()),
                Arguments.of("labelled as JSON", 200, "application/json", chunk("Bees.") + finish("stop") + done()),
                Arguments.of("labelled as a stream", 200, STREAM, wholeDocument),
                Arguments.of(
                        "one newline", 200, STREAM, (chunk("Bees.") + finish("stop") + done()).replace("\n\n", "\n")),
                Arguments.of(
                        "carriage returns",
                        200,
                        STREAM,
                        (chunk("Bees.") + finish("stop") + done()).replace("\n", "\r")),
                Arguments.of("content in parts", 200, STREAM, parts + finish("stop") + done()),
                Arguments.of("status 201", 201, STREAM, chunk("Bees.") + finish("stop") + done()),
                Arguments.of("no end mark", 200, STREAM, chunk("Bees.") + finish("stop")),
                Arguments.of("no last newline", 200, STREAM, (chunk("Bees.") + finish("stop")).stripTrailing()),
                Arguments.of("no reason", 200, STREAM, chunk("Bees.") + done()),
                Arguments.of(
                        "empty reasons", 200, STREAM, chunk("Bees.").replace("null", "\"\"") + finish("stop") + done()),
                Arguments.of("a byte order mark", 200, STREAM, "\uFEFF" + chunk("Bees.") + finish("stop") + done()),
                Arguments.of("null choices", 200, STREAM, "data: {\"choices\":null}\n\n" + chunk("Bees.") + done()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whole")
    void anOddButWholeAnswerIsTaken(String name, int status, String type, String body) throws Exception {
        provider.next(new Behaviour.Raw(status, type, body));
        assertThat(write().await(5, SECONDS).text()).isEqualTo("Bees.");
    }

    @ParameterizedTest
    @CsvSource({
        "<think>Hm.</think>, ''",
        "'  <THINK>Hm < 3.', '</think>\n\n'",
        "<thinking>Hm.</thinking>, ''",
        "<think>One.</think><think>Two.</think>, ''",
        "[THINK]Hm.[/THINK], ''",
        "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant, <|channel|>final<|message|>"
    })
    void thoughtsAtTheHeadAreLeftOut(String first, String second) throws Exception {
        provider.next(new Behaviour.Raw(
                200, STREAM, pieces(first + second) + chunk("Bees ") + chunk("<b>.") + finish("stop") + done()));
        assertThat(write().await(5, SECONDS).text()).isEqualTo("Bees <b>.");
        assertThat(String.join("", pieces)).isEqualTo("Bees <b>.");
    }

    @Test
    void aTextThatOnlyLooksLikeAThoughtIsKept() throws Exception {
        provider.next(new Behaviour.Raw(200, STREAM, pieces("<thin") + finish("stop") + done()));
        assertThat(write().await(5, SECONDS).text()).isEqualTo("<thin");
    }

    @Test
    void anAnswerThatIsOnlyAThoughtIsEmpty() throws Exception {
        provider.next(new Behaviour.Raw(200, STREAM, pieces("<think>never closed") + finish("stop") + done()));
        assertThat(write().await(5, SECONDS).text()).isEmpty();
    }

    @Test
    void aThoughtWithoutItsOpeningTagFailsOnceAndIsLeftOutLater() throws Exception {
        Behaviour answer = new Behaviour.Raw(
                200, STREAM, chunk("Hm.") + pieces("</think>") + chunk("\nBees.") + finish("stop") + done());
        provider.next(answer, answer);
        assertThat(failure(write()).code()).isEqualTo(ErrorCode.MODEL_ANSWER_INVALID);
        assertThat(write().await(5, SECONDS).text()).isEqualTo("Bees.");
    }

    @Test
    void reasoningInMembersOfItsOwnDoesNotCountAsText() throws Exception {
        String thought = "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"" + "x".repeat(1000) + "\"}}]}\n\n";
        provider.next(new Behaviour.Raw(200, STREAM, thought.repeat(6000) + chunk("Bees.") + finish("stop") + done()));
        assertThat(write().await(20, SECONDS).text()).isEqualTo("Bees.");
    }

    @Test
    void aTextWithoutEndIsStopped() {
        provider.next(new Behaviour.Raw(200, STREAM, chunk("x".repeat(10_000)).repeat(200) + finish("stop") + done()));
        assertThat(failure(write()).code()).isEqualTo(ErrorCode.MODEL_ANSWER_INVALID);
    }

    @Test
    void aRejectedRequestIsExplainedInTheProvidersWordsWithoutSecrets() {
        provider.next(new Behaviour.Status(
                400, "{\"error\":{\"message\":\"No such\\nthing for " + KEY + " or AKIA0123456789ABCDEF01.\"}}"));
        Failure failure = failure(write());
        assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_REFUSED);
        assertThat(failure.getMessage())
                .contains("No such thing for [removed] or [removed]")
                .doesNotContain(KEY)
                .doesNotContain("AKIA");
    }

    @Test
    void aContextThatIsTooLongIsSaidToBeThat() {
        provider.next(new Behaviour.Status(
                400, "{\"error\":{\"message\":\"This model's maximum context length is 8192 tokens.\"}}"));
        assertThat(failure(write()).getMessage()).contains("too long").contains("fake-model");
    }

    @Test
    void whatIsRefusedIsLeftOutTriedAgainAndRemembered() throws Exception {
        provider.next(
                new Behaviour.Status(400, "{\"error\":\"Unknown parameter: stream_options\"}"),
                new Behaviour.Text("Bees."),
                new Behaviour.Text("Bees again."));
        assertThat(write().await(5, SECONDS).text()).isEqualTo("Bees.");
        write().await(5, SECONDS);
        assertThat(provider.requests().get(0).containsKey("stream_options")).isTrue();
        assertThat(provider.requests().get(1).containsKey("stream_options")).isFalse();
        assertThat(provider.requests().get(2).containsKey("stream_options")).isFalse();
    }

    @Test
    void jsonIsAskedForLessAndLessStrictly() throws Exception {
        provider.next(
                new Behaviour.Status(400, "{\"error\":{\"message\":\"This response_format type is unavailable now\"}}"),
                new Behaviour.Status(422, "{\"detail\":[{\"msg\":\"response_format: extra fields not permitted\"}]}"),
                new Behaviour.Text("{\"mood\":\"good\",\"notes\":[]}"));
        structure().await(5, SECONDS);
        List<JsonObject> requests = provider.requests();
        assertThat(format(requests.get(0))).isEqualTo("json_schema");
        assertThat(format(requests.get(1))).isEqualTo("json_object");
        assertThat(requests.get(2).containsKey("response_format")).isFalse();
    }

    @Test
    void temperatureAndTheNameOfTheTokenLimitGiveWay() throws Exception {
        model = model(endpoint(Optional.empty(), Map.of(), Optional.of(0.5), OptionalInt.of(900)));
        provider.next(
                new Behaviour.Status(400, "{\"error\":{\"message\":\"'temperature' does not support 0.5\"}}"),
                new Behaviour.Status(
                        400, "{\"error\":{\"message\":\"Use 'max_completion_tokens' instead of 'max_tokens'.\"}}"),
                new Behaviour.Text("Bees."));
        write().await(5, SECONDS);
        JsonObject last = provider.requests().get(2);
        assertThat(last.containsKey("temperature")).isFalse();
        assertThat(last.containsKey("max_tokens")).isFalse();
        assertThat(last.getInteger("max_completion_tokens")).isEqualTo(900);
    }

    @Test
    void withoutARoleForItTheSystemTextGoesIntoTheFirstUserMessage() throws Exception {
        provider.next(
                new Behaviour.Status(400, "{\"error\":{\"message\":\"Developer instruction is not enabled\"}}"),
                new Behaviour.Text("Bees."));
        write().await(5, SECONDS);
        JsonArray messages = provider.requests().get(1).getJsonArray("messages");
        assertThat(messages.getJsonObject(0).getString("role")).isEqualTo("user");
        assertThat(messages.getJsonObject(0).getString("content"))
                .contains("They are data")
                .contains("Bees");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sure! Here it is:\n```json\n{\"mood\":\"good\",\"notes\":[\"a\"]}\n```\nAnything else?",
                "\uFEFF{\"mood\":\"good\",\"notes\":[\"a\"]}",
                "The set {mood} is {\"mood\":\"good\",\"notes\":[\"a\"]} and {more}",
                "{\"mood\":\"good\",\"notes\":[\"a\"],\"confidence\":{\"value\":1}}",
                "<think>{\"mood\":\"bad\"}</think>{\"mood\":\"good\",\"notes\":[\"a\"]}"
            })
    void jsonIsReadAsModelsSendIt(String answer) throws Exception {
        provider.next(new Behaviour.Text(answer));
        assertThat(structure().await(5, SECONDS).value())
                .isEqualTo(new JsonObject().put("mood", "good").put("notes", new JsonArray().add("a")));
    }

    @Test
    void nullStandsForAnEmptyTextOrList() throws Exception {
        provider.next(new Behaviour.Text("{\"mood\":null,\"notes\":null}"));
        assertThat(structure().await(5, SECONDS).value())
                .isEqualTo(new JsonObject().put("mood", "").put("notes", new JsonArray()));
    }

    @Test
    void azureGetsItsVersionAndItsHeader() throws Exception {
        model = model(endpoint(
                Optional.of("2024-10-21"), Map.of("X-Title", "Pressroom"), Optional.empty(), OptionalInt.empty()));
        provider.next(new Behaviour.Text("Bees."));
        write().await(5, SECONDS);
        assertThat(provider.queries()).containsExactly("api-version=2024-10-21");
        assertThat(provider.headers().get(0).get("api-key")).isEqualTo(KEY);
        assertThat(provider.headers().get(0).contains("authorization")).isFalse();
        assertThat(provider.headers().get(0).get("x-title")).isEqualTo("Pressroom");
    }

    @Test
    void wishesStandInTheSystemMessageAfterTheFrameForData() throws Exception {
        provider.next(new Behaviour.Text("Bees."));
        model.write(PROSE.withRequirements(List.of("Language: German (de)")), piece -> {}, new Cancellation())
                .await(5, SECONDS);
        String system = provider.requests()
                .get(0)
                .getJsonArray("messages")
                .getJsonObject(0)
                .getString("content");
        assertThat(system.indexOf("They are data")).isPositive().isLessThan(system.indexOf("- Language: German (de)"));
    }

    private Endpoint endpoint(
            Optional<String> version, Map<String, String> headers, Optional<Double> temperature, OptionalInt tokens) {
        return new Endpoint(
                provider.baseUrl(), Optional.of(new Secret(KEY)), "fake-model", version, headers, temperature, tokens);
    }

    private TextModel model(Endpoint endpoint) {
        CallLimits limits = new CallLimits(Duration.ofSeconds(10), Duration.ofSeconds(20));
        return new LangChainTextModel(
                new ChatClient(vertx, ProviderKind.OPENAI, endpoint, limits, 4, Clock.systemUTC(), Proxy.NONE),
                Prompts.load(Optional.empty()));
    }

    private Future<TextModel.Prose> write() {
        pieces.clear();
        return model.write(PROSE, pieces::add, new Cancellation());
    }

    private Future<TextModel.Structured> structure() {
        return model.structure(JSON, new Cancellation());
    }

    private static Failure failure(Future<?> future) {
        Throwable thrown = catchThrowable(() -> future.await(10, SECONDS));
        assertThat(thrown).isInstanceOf(Failure.class);
        return (Failure) thrown;
    }

    private static String format(JsonObject request) {
        return request.getJsonObject("response_format").getString("type");
    }

    /** A chunk for each character. */
    private static String pieces(String text) {
        StringBuilder chunks = new StringBuilder();
        text.codePoints().forEach(c -> chunks.append(chunk(Character.toString(c))));
        return chunks.toString();
    }

    private static String chunk(String text) {
        JsonObject choice = new JsonObject()
                .put("index", 0)
                .put("delta", new JsonObject().put("content", text))
                .putNull("finish_reason");
        return "data: "
                + new JsonObject().put("choices", new JsonArray().add(choice)).encode() + "\n\n";
    }

    private static String finish(String reason) {
        return "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}\n\n";
    }

    private static String done() {
        return "data: [DONE]\n\n";
    }
}
