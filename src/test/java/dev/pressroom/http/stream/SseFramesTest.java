package dev.pressroom.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.job.JobEvent;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class SseFramesTest {
    @Test
    void aDurableEventHasItsNumberItsNameAndOneLineOfData() {
        assertThat(SseFrames.durable(new JobEvent(7, 1, "plan-result", "{\"a\":1}"))
                        .toString())
                .isEqualTo("id: 7\nevent: plan-result\ndata: {\"a\":1}\n\n");
    }

    @Test
    void aTransientEventHasNoNumber() {
        assertThat(SseFrames.progress("{}").toString()).isEqualTo("event: progress-update\ndata: {}\n\n");
    }

    @Test
    void lineEndsInATextCannotBreakAFrame() {
        String text = "one\ntwo\rthree\r\n\r\nevent: complete\ndata: {}\n\n\u2028";

        String frame = SseFrames.chunk(3, text).toString();

        assertThat(frame.lines()).hasSize(3);
        assertThat(frame).doesNotContain("\r").endsWith("}\n\n");
        String data = frame.lines().skip(1).findFirst().orElseThrow().substring("data: ".length());
        assertThat(new JsonObject(data))
                .isEqualTo(new JsonObject().put("text", text).put("offset", 3));
    }

    @Test
    void aCommentCarriesNoEvent() {
        assertThat(SseFrames.KEEP_ALIVE.toString()).isEqualTo(":\n\n");
    }
}
