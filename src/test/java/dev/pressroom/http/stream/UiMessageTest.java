package dev.pressroom.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.job.JobEvent;
import dev.pressroom.support.UiProtocol;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The chunks that the events of a job become. */
class UiMessageTest {
    private static final UUID JOB = UUID.randomUUID();

    private final List<JsonObject> chunks = new ArrayList<>();
    private final UiMessage message = new UiMessage(JOB, chunks::add);
    private int seq;

    @Test
    void anArticleAsItIsWritten() {
        message.start();
        message.show(0);
        happened(1, "step-change", "{}");
        happened(1, "context-result", "{}");
        message.outline(new JsonObject().put("title", "Tomatoes"));
        message.text(0, "\n# Tom");
        message.text(6, "atoes\n");
        message.text(12, "\n");
        happened(1, "blog-result", "{\"content\":\"# Tomatoes\\n\\nRed.\"}");
        happened(1, "visuals-result", "{\"visualContentSuggestions\":[]}");
        happened(1, "seo-result", "{\"seoAnalysis\":{}}");
        message.usage(new JsonObject().put("totalTokens", 7));
        happened(1, "complete", "{\"result\":{\"savedPost\":{\"id\":\"p\"}}}");

        assertThat(types())
                .isEqualTo("start start-step finish-step start-step data-outline finish-step start-step text-start"
                        + " text-delta text-delta text-delta text-end finish-step start-step data-visuals data-seo"
                        + " finish-step message-metadata finish");
        assertThat(text()).isEqualTo("# Tomatoes\n\nRed.");
        assertThat(chunks.get(0).getString("messageId")).isEqualTo(JOB.toString());
        assertThat(chunks.get(17).getJsonObject("messageMetadata"))
                .isEqualTo(new JsonObject()
                        .put("jobId", JOB.toString())
                        .put("usage", new JsonObject().put("totalTokens", 7))
                        .put("savedPost", new JsonObject().put("id", "p")));
        assertThat(UiProtocol.violations(chunks)).isEmpty();
    }

    @Test
    void anAnalysisWithItsAudiencesAndImages() {
        String url = "/api/v1/images/1";
        message.start();
        message.show(0);
        message.imageType(url, "image/svg+xml");
        happened(1, "step-change", "{}");
        happened(1, "scrape-phase", "{}");
        happened(1, "scrape-result", "{}");
        happened(1, "analysis-result", "{}");
        happened(1, "audience-complete", "{\"audience\":{\"pitch\":null}}");
        happened(1, "audiences-result", "{}");
        happened(1, "pitch-complete", "{\"index\":0,\"scenario\":{\"pitch\":\"Buy\"}}");
        happened(1, "pitches-result", "{}");
        happened(1, "scenario-image-complete", "{\"index\":0,\"scenario\":{\"imageUrl\":\"" + url + "\"}}");
        happened(1, "scenario-image-complete", "{\"index\":1,\"scenario\":{\"imageUrl\":null}}");
        happened(1, "scenarios-result", "{}");
        happened(1, "complete", "{\"result\":{}}");

        assertThat(types())
                .isEqualTo("start start-step finish-step start-step data-analysis finish-step start-step data-audience"
                        + " finish-step start-step data-audience finish-step start-step data-audience file data-audience"
                        + " finish-step message-metadata finish");
        assertThat(chunks.stream()
                        .filter(chunk -> chunk.getString("type").equals("data-audience"))
                        .map(chunk -> chunk.getString("id")))
                .containsExactly("audience-0", "audience-0", "audience-0", "audience-1");
        assertThat(UiProtocol.violations(chunks)).isEmpty();
    }

    @Test
    void theReplayOfSeveralAttemptsShowsTheNewestOfEachKindOnce() {
        message.start();
        happened(1, "step-change", "{}");
        happened(1, "blog-result", "{\"content\":\"Old\"}");
        happened(1, "seo-result", "{\"old\":true}");
        happened(1, "attempt-failed", "{}");
        happened(2, "step-change", "{}");
        happened(2, "blog-result", "{\"content\":\"New\"}");
        happened(2, "complete", "{}");

        assertThat(text()).isEqualTo("New");
        assertThat(types().split(" ")).containsOnlyOnce("text-start", "text-end", "finish", "data-seo");
        assertThat(UiProtocol.violations(chunks)).isEmpty();
    }

    @Test
    void anArticleOfAnEarlierAttemptIsNotShownWhileANewOneIsWritten() {
        message.start();
        happened(1, "step-change", "{}");
        happened(1, "blog-result", "{\"content\":\"Old\"}");
        happened(2, "step-change", "{}");
        message.show(2);
        message.text(0, "New");

        assertThat(text()).isEqualTo("New");
        assertThat(message.isEnded()).isFalse();
    }

    @Test
    void aTextThatBeginsAnewEndsTheMessage() {
        message.start();
        message.show(0);
        message.text(0, "One");
        message.text(0, "Two");
        message.text(3, "Three");

        assertThat(message.isEnded()).isTrue();
        assertThat(chunks.get(chunks.size() - 1).getString("errorText")).isEqualTo(UiMessage.ANEW);
        assertThat(text()).isEqualTo("One");
    }

    @Test
    void anArticleThatDoesNotContinueTheSentTextBeginsAnew() {
        message.start();
        message.show(0);
        message.text(0, "Once upon");
        happened(2, "blog-result", "{\"content\":\"Twice upon a time\"}");

        assertThat(chunks.get(chunks.size() - 1).getString("errorText")).isEqualTo(UiMessage.ANEW);
    }

    @Test
    void aCancelledJobEndsWithThatError() {
        message.start();
        message.show(0);
        message.text(0, "One");
        happened(1, "failed", "{\"error\":\"Cancelled\",\"errorCode\":\"CANCELLED\"}");

        assertThat(chunks.get(chunks.size() - 1))
                .isEqualTo(new JsonObject().put("type", "error").put("errorText", "Cancelled"));
        assertThat(UiProtocol.violations(chunks)).isEmpty();
    }

    private void happened(int attempt, String name, String data) {
        message.event(new JobEvent(++seq, attempt, name, data));
    }

    private String types() {
        return chunks.stream().map(chunk -> chunk.getString("type")).collect(Collectors.joining(" "));
    }

    private String text() {
        return chunks.stream()
                .filter(chunk -> chunk.getString("type").equals("text-delta"))
                .map(chunk -> chunk.getString("delta"))
                .collect(Collectors.joining());
    }
}
