package dev.pressroom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.FreePort;
import dev.pressroom.support.Api;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class StartOrderIT {
    private static final String LOCAL = "127.0.0.1";

    @Test
    void theApiAnswersBeforeTheWorkersStart() {
        int port = FreePort.at(LOCAL);
        Queue<Boolean> listening = new ConcurrentLinkedQueue<>();
        Pipelines pipelines = node -> {
            listening.add(!FreePort.isFree(LOCAL, port));
            return new ScriptedPipeline().step("only").asPipelines().create(node);
        };

        try (Service service = Service.start(Map.of("PORT", Integer.toString(port)), pipelines)) {
            Api api = service.api(UUID.randomUUID());

            assertThat(listening).containsExactly(true);
            assertThat(api.get("/metrics").body()).contains("route=\"createBatch\"");
            api.await(api.created(Api.order("Tomatoes")), "succeeded");
        }
    }
}
