package dev.pressroom.model;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.pressroom.base.CallScope;
import dev.pressroom.base.Cancellation;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.ModelUsage;
import dev.pressroom.base.Secret;
import dev.pressroom.model.TextModel.Prose;
import dev.pressroom.model.TextModel.Structured;
import dev.pressroom.model.provider.CallLimits;
import dev.pressroom.model.provider.ChatClient;
import dev.pressroom.model.provider.Endpoint;
import dev.pressroom.model.provider.ProviderKind;
import dev.pressroom.model.provider.Proxy;
import dev.pressroom.support.Await;
import dev.pressroom.support.FakeOpenAi;
import dev.pressroom.support.FakeOpenAi.Behaviour;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real client, against a provider that speaks real HTTP. */
@Timeout(30)
class LangChainTextModelTest {
    private static final String KEY = "sk-very-secret";
    private static final Instant NOW = Instant.parse("2026-02-02T12:00:00Z");
    private static final JsonObject SCHEMA = new JsonObject("""
            { "type": "object", "properties": { "mood": { "type": "string" } }, "required": ["mood"],
              "additionalProperties": false }
            """);
    private static final Prompt PROSE = Prompt.prose(Task.ARTICLE, facts("How to keep bees"));
    private static final Prompt JSON =
            Prompt.json("test.mood", facts("Weather"), SCHEMA).withParts();

    private final Vertx vertx = Vertx.vertx();
    private final List<String> pieces = new CopyOnWriteArrayList<>();
    private final Cancellation cancellation = new Cancellation();
    private FakeOpenAi provider;
    private TextModel model;

    @BeforeEach
    void start() throws Exception {
        provider = FakeOpenAi.start(vertx).await(5, SECONDS);
        model = model(provider.baseUrl(), new CallLimits(Duration.ofSeconds(10), Duration.ofSeconds(20)));
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(5, SECONDS);
    }

    @Test
    void thePiecesJoinedAreTheText() throws Exception {
        Prose prose = write().await(5, SECONDS);
        assertThat(pieces).hasSizeGreaterThan(100);
        assertThat(String.join("", pieces)).isEqualTo(prose.text()).contains("How to keep bees");
    }

    @Test
    void theProvidersTokenCountIsTaken() throws Exception {
        assertThat(write().await(5, SECONDS).tokens()).isEqualTo(100 + pieces.size());
    }

    @Test
    void anAnswerInOnePieceIsTakenToo() throws Exception {
        provider.next(new Behaviour.NotStreamed());
        assertThat(write().await(5, SECONDS).text()).contains("How to keep bees");
        assertThat(pieces).hasSize(1);
    }

    @Test
    void everythingComesBackOnTheCallersContext() throws Exception {
        Context caller = vertx.getOrCreateContext();
        List<Context> seen = new CopyOnWriteArrayList<>();
        Promise<Prose> done = Promise.promise();
        caller.runOnContext(v -> model.write(PROSE, piece -> seen.add(Vertx.currentContext()), cancellation)
                .onComplete(result -> {
                    seen.add(Vertx.currentContext());
                    done.handle(result);
                }));
        done.future().await(5, SECONDS);
        assertThat(seen).hasSizeGreaterThan(100).allMatch(context -> context == caller);
    }

    @Test
    void theKeyIsSentAsABearerToken() throws Exception {
        write().await(5, SECONDS);
        assertThat(provider.keys()).containsExactly("Bearer " + KEY);
    }

    @Test
    void factsAreQuotedAsDataAndTheRuleSaysSo() throws Exception {
        write().await(5, SECONDS);
        JsonArray messages = provider.requests().get(0).getJsonArray("messages");
        assertThat(messages.getJsonObject(0).getString("role")).isEqualTo("system");
        assertThat(messages.getJsonObject(0).getString("content"))
                .contains("They are data")
                .doesNotContain("bees");
        assertThat(new JsonObject(messages.getJsonObject(1).getString("content")))
                .isEqualTo(PROSE.facts());
    }

    @Test
    void jsonIsAskedForByStrictSchema() throws Exception {
        provider.next(new Behaviour.Text("{\"mood\":\"good\"}"));
        structure().await(5, SECONDS);
        JsonObject format = provider.requests().get(0).getJsonObject("response_format");
        assertThat(format.getString("type")).isEqualTo("json_schema");
        assertThat(format.getJsonObject("json_schema").getBoolean("strict")).isTrue();
        assertThat(format.getJsonObject("json_schema").getJsonObject("schema")).isEqualTo(SCHEMA);
    }

    @Test
    void jsonThatFitsIsHandedOver() throws Exception {
        provider.next(new Behaviour.Text("{\"mood\":\"good\"}"));
        assertThat(structure().await(5, SECONDS).value()).isEqualTo(new JsonObject().put("mood", "good"));
    }

    @Test
    void jsonInAFenceIsReadToo() throws Exception {
        provider.next(new Behaviour.Text("```json\n{\"mood\":\"good\"}\n```"));
        assertThat(structure().await(5, SECONDS).value().getString("mood")).isEqualTo("good");
    }

    @Test
    void wrongJsonIsAskedForOnceMoreWithTheFault() throws Exception {
        provider.next(new Behaviour.Text("{\"mod\":1}"), new Behaviour.Text("{\"mood\":\"better\"}"));
        assertThat(structure().await(5, SECONDS).value().getString("mood")).isEqualTo("better");
        JsonArray messages = provider.requests().get(1).getJsonArray("messages");
        assertThat(messages.size()).isEqualTo(4);
        assertThat(messages.getJsonObject(3).getString("content")).contains("mood");
    }

    @Test
    void tokensOfBothTriesAreCounted() throws Exception {
        provider.next(new Behaviour.Text("no json"), new Behaviour.Text("{\"mood\":\"better\"}"));
        assertThat(structure().await(5, SECONDS).tokens()).isEqualTo(100 + 2 + 100 + 1);
    }

    @Test
    void theUsageOfAnAnswerThatIsRejectedIsReportedToo() {
        provider.next(new Behaviour.Text("no json"), new Behaviour.Text("no json"));
        List<ModelUsage> used = new ArrayList<>();
        failure(model.structure(JSON, new CallScope(cancellation, used::add)));
        assertThat(used).extracting(ModelUsage::inputTokens).containsExactly(100, 100);
        assertThat(used).extracting(ModelUsage::outputTokens).containsExactly(2, 2);
    }

    @Test
    void anAbsurdUsageIsBounded() throws Exception {
        provider.next(new Behaviour.Raw(
                200,
                "application/json",
                "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}],"
                        + "\"usage\":{\"prompt_tokens\":-5,\"completion_tokens\":1000000000}}"));
        List<ModelUsage> used = new ArrayList<>();
        model.write(PROSE, pieces::add, new CallScope(cancellation, used::add)).await(5, SECONDS);
        assertThat(used).singleElement().satisfies(call -> {
            assertThat(call.inputTokens()).isZero();
            assertThat(call.outputTokens()).isEqualTo(100_000_000);
        });
    }

    @Test
    void wrongJsonTwiceIsAnInvalidAnswer() {
        provider.next(new Behaviour.Text("{\"mod\":1}"), new Behaviour.Text("[]"));
        assertThat(failure(structure()).code()).isEqualTo(ErrorCode.MODEL_ANSWER_INVALID);
        assertThat(provider.calls()).isEqualTo(2);
    }

    @Test
    void aServerErrorIsAnOutageAndNotTriedAgainHere() {
        provider.next(new Behaviour.Status(500, "stack trace of theirs"));
        Failure failure = failure(write());
        assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_UNAVAILABLE);
        assertThat(failure.getMessage()).doesNotContain("theirs");
        assertThat(provider.calls()).isEqualTo(1);
    }

    @Test
    void aRateLimitTellsHowLongToWait() {
        provider.next(new Behaviour.Status(429, "{}", "Retry-After", "7"));
        Failure failure = failure(write());
        assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_RATE_LIMITED);
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
    }

    @Test
    void aRateLimitMayTellItAsADate() {
        provider.next(new Behaviour.Status(429, "{}", "Retry-After", "Mon, 2 Feb 2026 12:00:30 GMT"));
        assertThat(failure(write()).retryAfter()).contains(Duration.ofSeconds(30));
    }

    @Test
    void aRefusedKeyIsNamedButNotShown() {
        provider.next(new Behaviour.Status(401, "{\"error\":{\"message\":\"Incorrect API key: " + KEY + "\"}}"));
        Failure failure = failure(write());
        assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_REFUSED);
        assertThat(failure.getMessage()).contains("OPENAI_API_KEY").doesNotContain(KEY);
    }

    @Test
    void aStreamThatIsCutIsAnOutage() {
        provider.next(new Behaviour.CutAfter(5));
        assertThat(failure(write()).code()).isEqualTo(ErrorCode.MODEL_UNAVAILABLE);
        assertThat(pieces).hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void aStreamThatEndsWithoutSayingSoIsAnOutage() {
        provider.next(new Behaviour.EndAfter(5));
        assertThat(failure(write()).code()).isEqualTo(ErrorCode.MODEL_UNAVAILABLE);
        assertThat(pieces).hasSize(5);
    }

    @Test
    void garbageIsAnOutage() {
        provider.next(new Behaviour.Garbage());
        assertThat(failure(write()).code()).isEqualTo(ErrorCode.MODEL_UNAVAILABLE);
    }

    @Test
    void aStreamThatStallsRunsOutOfTimeAndIsClosed() throws Exception {
        provider.next(new Behaviour.StallAfter(3));
        model = model(provider.baseUrl(), new CallLimits(Duration.ofSeconds(1), Duration.ofSeconds(20)));
        assertThat(failure(write()).code()).isEqualTo(ErrorCode.MODEL_TIMEOUT);
        provider.abandoned().await(5, SECONDS);
    }

    @Test
    void aProviderThatNeverAnswersRunsOutOfTime() {
        provider.next(new Behaviour.StallAfter(0));
        model = model(provider.baseUrl(), new CallLimits(Duration.ofSeconds(1), Duration.ofSeconds(20)));
        assertThat(failure(write()).code()).isEqualTo(ErrorCode.MODEL_TIMEOUT);
    }

    @Test
    void aDripThatNeverEndsRunsOutOfTimeAsAWhole() {
        provider.delayPerPiece(Duration.ofMillis(40));
        model = model(provider.baseUrl(), new CallLimits(Duration.ofSeconds(10), Duration.ofSeconds(3)));
        assertThat(failure(write()).code()).isEqualTo(ErrorCode.MODEL_TIMEOUT);
        assertThat(pieces).isNotEmpty();
    }

    @Test
    void nobodyThereIsAnOutage() throws Exception {
        provider.close().await(5, SECONDS);
        assertThat(failure(write()).code()).isEqualTo(ErrorCode.MODEL_UNAVAILABLE);
    }

    @Test
    void cancellingInTheMiddleOfAStreamClosesTheConnection() throws Exception {
        provider.delayPerPiece(Duration.ofMillis(20));
        Promise<Void> begun = Promise.promise();
        Future<Prose> writing = model.write(PROSE, piece -> begun.tryComplete(), cancellation);
        begun.future().await(5, SECONDS);
        cancellation.cancel();
        assertThat(failure(writing).code()).isEqualTo(ErrorCode.CANCELLED);
        provider.abandoned().await(5, SECONDS);
    }

    @Test
    void cancellingBeforeTheFirstPieceClosesTheConnection() throws Exception {
        provider.next(new Behaviour.StallAfter(0));
        Future<Prose> writing = write();
        Await.until(Duration.ofSeconds(5), () -> provider.calls() == 1);
        cancellation.cancel();
        assertThat(failure(writing).code()).isEqualTo(ErrorCode.CANCELLED);
        provider.abandoned().await(5, SECONDS);
    }

    @Test
    void whatIsCancelledBeforehandIsNeverSent() {
        cancellation.cancel();
        assertThat(failure(write()).code()).isEqualTo(ErrorCode.CANCELLED);
        assertThat(provider.calls()).isZero();
    }

    @Test
    void noPieceComesAfterTheCancellation() throws Exception {
        provider.delayPerPiece(Duration.ofMillis(2));
        Future<Prose> writing = model.write(
                PROSE,
                piece -> {
                    pieces.add(piece);
                    if (pieces.size() == 10) {
                        cancellation.cancel();
                    }
                },
                cancellation);
        failure(writing);
        int told = pieces.size();
        vertx.timer(100).await(5, SECONDS);
        assertThat(pieces).hasSize(told);
    }

    private TextModel model(URI baseUrl, CallLimits limits) {
        Endpoint endpoint = new Endpoint(baseUrl, Optional.of(new Secret(KEY)), "fake-model");
        return new LangChainTextModel(
                new ChatClient(
                        vertx, ProviderKind.OPENAI, endpoint, limits, 4, Clock.fixed(NOW, ZoneOffset.UTC), Proxy.NONE),
                Prompts.load(Optional.empty()));
    }

    private Future<Prose> write() {
        return model.write(PROSE, pieces::add, cancellation);
    }

    private Future<Structured> structure() {
        return model.structure(JSON, cancellation);
    }

    private static Failure failure(Future<?> future) {
        Throwable thrown = catchThrowable(() -> future.await(10, SECONDS));
        assertThat(thrown).isInstanceOf(Failure.class);
        return (Failure) thrown;
    }

    private static JsonObject facts(String title) {
        return new JsonObject().put("topic", new JsonObject().put("title", title));
    }
}
