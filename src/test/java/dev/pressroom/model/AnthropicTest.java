package dev.pressroom.model;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.pressroom.Models;
import dev.pressroom.base.CallScope;
import dev.pressroom.base.Cancellation;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.ModelUsage;
import dev.pressroom.config.SettingsLoader;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The provider anthropic, chosen by settings, against a server that speaks the wire format of its messages API. */
@Timeout(30)
class AnthropicTest {
    private static final String KEY = "sk-ant-very-secret";
    private static final Prompt PROSE = Prompt.prose(Task.ARTICLE, new JsonObject().put("title", "Bees"));
    private static final Prompt JSON =
            Prompt.json("test.mood", new JsonObject(), new JsonObject("""
            { "type": "object", "properties": { "mood": { "type": "string" } }, "required": ["mood"] }
            """)).withParts();

    private final Vertx vertx = Vertx.vertx();
    private final Deque<String> answers = new ArrayDeque<>();
    private final List<JsonObject> requests = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final List<String> pieces = new CopyOnWriteArrayList<>();
    private final Promise<Void> abandoned = Promise.promise();
    private TextModel model;

    @BeforeEach
    void start() throws Exception {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(this::receive)
                .listen(0, "127.0.0.1")
                .await(5, SECONDS);
        model = Models.create(
                vertx,
                SettingsLoader.load(Map.of(
                                "PRESSROOM_MODEL_PROVIDER",
                                "anthropic",
                                "ANTHROPIC_API_KEY",
                                KEY,
                                "ANTHROPIC_BASE_URL",
                                "http://127.0.0.1:" + server.actualPort() + "/v1",
                                "ANTHROPIC_MODEL",
                                "claude-test"))
                        .model());
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(5, SECONDS);
    }

    @Test
    void theTextAndTheTokensAreTaken() throws Exception {
        answers.add(open() + text(0, "Bees ") + text(0, "hum.") + close("end_turn"));
        TextModel.Prose prose = write().await(5, SECONDS);
        assertThat(prose.text()).isEqualTo("Bees hum.");
        assertThat(prose.tokens()).isEqualTo(100 + 7);
        assertThat(pieces).containsExactly("Bees ", "hum.");
    }

    @Test
    void theUsageIsReportedAlsoWhenTheAnswerIsCutAtItsLimit() {
        answers.add(open() + text(0, "Bees ") + close("max_tokens"));
        List<ModelUsage> used = new ArrayList<>();
        Future<TextModel.Prose> call = model.write(PROSE, pieces::add, new CallScope(new Cancellation(), used::add));
        assertThatThrownBy(() -> call.await(5, SECONDS)).isInstanceOf(Failure.class);
        assertThat(used).singleElement().satisfies(usage -> {
            assertThat(usage.inputTokens()).isEqualTo(100);
            assertThat(usage.outputTokens()).isEqualTo(7);
        });
    }

    @Test
    void theRequestIsMadeByItsRules() throws Exception {
        answers.add(open() + text(0, "Bees.") + close("end_turn"));
        write().await(5, SECONDS);
        JsonObject request = requests.get(0);
        assertThat(keys).containsExactly(KEY);
        assertThat(request.getString("model")).isEqualTo("claude-test");
        assertThat(request.getBoolean("stream")).isTrue();
        assertThat(request.getInteger("max_tokens")).isPositive();
        assertThat(request.getValue("system").toString()).contains("They are data");
        assertThat(request.getJsonArray("messages").getJsonObject(0).getString("role"))
                .isEqualTo("user");
    }

    @Test
    void thinkingBlocksAndPingsAreLeftOut() throws Exception {
        String thinking = event("content_block_start", """
                {"index":0,"content_block":{"type":"thinking","thinking":""}}""")
                + event("content_block_delta", """
                {"index":0,"delta":{"type":"thinking_delta","thinking":"Hm."}}""")
                + event("content_block_stop", "{\"index\":0}")
                + event("ping", "{}");
        answers.add(messageStart() + thinking + block(1) + text(1, "Bees.") + stopBlock(1) + stop("end_turn"));
        assertThat(write().await(5, SECONDS).text()).isEqualTo("Bees.");
    }

    @Test
    void jsonIsAskedForByThePrompt() throws Exception {
        answers.add(open() + text(0, "Here: {\\\"mood\\\":\\\"good\\\"}") + close("end_turn"));
        TextModel.Structured answer = model.structure(JSON, new Cancellation()).await(5, SECONDS);
        assertThat(answer.value()).isEqualTo(new JsonObject().put("mood", "good"));
        assertThat(requests.get(0).containsKey("response_format")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "max_tokens, MODEL_ANSWER_INVALID",
        "refusal, MODEL_REFUSED",
        "model_context_window_exceeded, MODEL_REFUSED",
        "never_heard_of, MODEL_UNAVAILABLE"
    })
    void onlyAFullStopEndsAnAnswer(String reason, ErrorCode code) {
        answers.add(open() + text(0, "Half") + close(reason));
        assertThat(failure(write()).code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"overloaded_error, MODEL_UNAVAILABLE", "rate_limit_error, MODEL_RATE_LIMITED"})
    void anErrorInTheMiddleIsAFailure(String type, ErrorCode code) {
        answers.add(open()
                + text(0, "Half")
                + event("error", "{\"error\":{\"type\":\"" + type + "\",\"message\":\"Busy\"}}"));
        assertThat(failure(write()).code()).isEqualTo(code);
    }

    @Test
    void aStreamThatEndsEarlyIsAnOutage() {
        answers.add(open() + text(0, "Half"));
        assertThat(failure(write()).code()).isEqualTo(ErrorCode.MODEL_UNAVAILABLE);
    }

    @Test
    void cancellingClosesTheConnection() throws Exception {
        Cancellation cancellation = new Cancellation();
        Promise<Void> begun = Promise.promise();
        answers.add("HOLD" + open() + text(0, "Bees."));
        Future<TextModel.Prose> writing = model.write(PROSE, piece -> begun.tryComplete(), cancellation);
        begun.future().await(5, SECONDS);
        cancellation.cancel();
        assertThat(failure(writing).code()).isEqualTo(ErrorCode.CANCELLED);
        abandoned.future().await(5, SECONDS);
    }

    private void receive(HttpServerRequest request) {
        keys.add(request.getHeader("x-api-key"));
        request.body().onSuccess(body -> {
            requests.add(body.toJsonObject());
            HttpServerResponse response = request.response();
            response.closeHandler(closed -> abandoned.tryComplete());
            if (!request.path().equals("/v1/messages")) {
                response.setStatusCode(404).end();
                return;
            }
            response.setChunked(true).putHeader("content-type", "text/event-stream");
            String answer = answers.remove();
            if (answer.startsWith("HOLD")) {
                response.write(answer.substring(4));
            } else {
                response.end(answer);
            }
        });
    }

    private Future<TextModel.Prose> write() {
        return model.write(PROSE, pieces::add, new Cancellation());
    }

    private static Failure failure(Future<?> future) {
        Throwable thrown = catchThrowable(() -> future.await(10, SECONDS));
        assertThat(thrown).isInstanceOf(Failure.class);
        return (Failure) thrown;
    }

    private static String open() {
        return messageStart() + block(0);
    }

    private static String close(String reason) {
        return stopBlock(0) + stop(reason);
    }

    private static String messageStart() {
        return event("message_start", """
                {"message":{"id":"msg_1","type":"message","role":"assistant","content":[],"model":"claude-test",\
                "stop_reason":null,"usage":{"input_tokens":100,"output_tokens":1}}}""");
    }

    private static String block(int index) {
        return event(
                "content_block_start", "{\"index\":" + index + ",\"content_block\":{\"type\":\"text\",\"text\":\"\"}}");
    }

    private static String text(int index, String text) {
        return event(
                "content_block_delta",
                "{\"index\":" + index + ",\"delta\":{\"type\":\"text_delta\",\"text\":\"" + text + "\"}}");
    }

    private static String stopBlock(int index) {
        return event("content_block_stop", "{\"index\":" + index + "}");
    }

    private static String stop(String reason) {
        return event(
                        "message_delta",
                        "{\"delta\":{\"stop_reason\":\"" + reason + "\"},\"usage\":{\"output_tokens\":7}}")
                + event("message_stop", "{}");
    }

    private static String event(String type, String members) {
        JsonObject data = new JsonObject().put("type", type).mergeIn(new JsonObject(members));
        return "event: " + type + "\ndata: " + data.encode() + "\n\n";
    }
}
