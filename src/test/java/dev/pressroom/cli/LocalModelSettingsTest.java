package dev.pressroom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.pressroom.cli.io.CommandFailure;
import dev.pressroom.config.ModelSettings;
import dev.pressroom.config.Settings;
import dev.pressroom.model.LocalModels;
import dev.pressroom.model.LocalModels.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LocalModelSettingsTest {
    private static final Map<String, String> USE = Map.of("PRESSROOM_MODEL_DISCOVERY", "use");

    private HttpServer server;
    private LocalModels models;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/models", exchange -> {
            byte[] body = "{\"data\":[{\"id\":\"llama3.2:3b\"}]}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        models =
                new LocalModels(List.of(new Server("Ollama", server.getAddress().getPort())));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void theModelThatIsFoundIsUsed() {
        Settings settings = LocalModelSettings.load(USE, models).settings();

        assertThat(settings.model().name()).isEqualTo("llama3.2:3b");
        assertThat(settings.model().openAi().baseUrl())
                .contains(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1"));
        assertThat(settings.model().openAi().imageModel()).isEqualTo("demo");
    }

    @Test
    void withoutOneItDoesNotStart() {
        assertThatThrownBy(() -> LocalModelSettings.load(USE, new LocalModels(List.of())))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("Ollama");
    }

    @Test
    void withoutBeingAskedForNothingIsUsed() {
        assertThat(LocalModelSettings.load(Map.of(), models).settings().model().isDemo())
                .isTrue();
    }

    @Test
    void aModelThatIsConfiguredComesFirst() {
        Map<String, String> env =
                Map.of("PRESSROOM_MODEL_DISCOVERY", "use", "OPENAI_API_KEY", "sk-" + "a1B2".repeat(10));

        assertThat(LocalModelSettings.load(env, models).settings().model().name())
                .isEqualTo("gpt-4o-mini");
    }

    @Test
    void switchedOffNothingIsLookedFor() {
        Settings settings = LocalModelSettings.load(Map.of("PRESSROOM_MODEL_DISCOVERY", "off"), models)
                .settings();

        assertThat(settings.discovers(ModelSettings.Discovery.ON)).isFalse();
        assertThat(settings.discovers(ModelSettings.Discovery.USE)).isFalse();
    }

    @Test
    void inDevModeTheyAreLookedFor() {
        assertThat(LocalModelSettings.load(Map.of(), models).settings().discovers(ModelSettings.Discovery.ON))
                .isTrue();
    }

    @Test
    void whatIsFoundIsToldWithTheLineThatUsesIt() {
        assertThat(LocalModelSettings.found(models.find()))
                .contains("Ollama with llama3.2:3b")
                .contains("OPENAI_BASE_URL=http://127.0.0.1:"
                        + server.getAddress().getPort()
                        + "/v1 OPENAI_MODEL=llama3.2:3b OPENAI_IMAGE_MODEL=demo scripts/run");
    }

    @Test
    void withoutAnyItIsToldHowToConnectOne() {
        assertThat(LocalModelSettings.found(List.of()))
                .contains("OPENAI_API_KEY")
                .contains("start Pressroom again")
                .contains("Ollama");
    }

    @Test
    void theShortCommandThatUsesTheFirstModelIsPrinted() {
        assertThat(LocalModelSettings.found(models.find()))
                .contains("To use llama3.2:3b, start Pressroom again with: scripts/run --model auto");
    }

    @Test
    void theModelInUseIsNamedWithItsServer() {
        assertThat(LocalModelSettings.load(USE, models).used().map(LocalModelSettings::using))
                .contains("\nUsing llama3.2:3b of Ollama at http://127.0.0.1:"
                        + server.getAddress().getPort() + "/v1\n");
    }

    @Test
    void withoutASearchNoLocalServerIsAdvised() {
        assertThat(LocalModelSettings.notSearched())
                .contains("Set OPENAI_API_KEY and start Pressroom again.")
                .doesNotContain("Ollama");
    }
}
