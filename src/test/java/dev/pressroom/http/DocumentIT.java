package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.pressroom.support.Api;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The OpenAPI document as it is served. */
class DocumentIT {
    private static Service service;
    private final Api api = new Api(service.url(), "");

    @BeforeAll
    static void start() {
        service = Service.start(
                Map.of("PRESSROOM_HTTP_CORS_ORIGINS", "https://app.example.com"),
                new ScriptedPipeline().step("only").asPipelines());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void theJsonIsTheSameDocumentAsTheYaml() throws IOException {
        HttpResponse<String> json = api.get("/openapi.json");

        assertThat(json.headers().firstValue("content-type")).contains("application/json; charset=utf-8");
        assertThat(Api.json(json))
                .isEqualTo(new JsonObject(new YAMLMapper()
                        .readValue(api.get("/openapi.yaml").body(), new TypeReference<Map<String, Object>>() {})));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openapi.json", "/openapi.yaml"})
    void aCopyIsNotSentAgain(String path) {
        HttpResponse<String> first = api.get(path);
        String tag = first.headers().firstValue("etag").orElseThrow();

        HttpResponse<String> again = api.get(path, "If-None-Match", "\"other\", W/" + tag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().firstValue("etag")).contains(tag);
        assertThat(first.headers().firstValue("cache-control")).contains("public, max-age=60");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openapi.json", "/openapi.yaml"})
    void headHasTheHeadersOfGet(String path) {
        HttpResponse<String> head = api.send("HEAD", path, "text/plain", "");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("etag"))
                .isEqualTo(api.get(path).headers().firstValue("etag"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openapi.json", "/openapi.yaml"})
    void pagesOfAllowedOriginsMayReadIt(String path) {
        assertThat(api.get(path, "Origin", "https://app.example.com")
                        .headers()
                        .firstValue("access-control-allow-origin"))
                .contains("https://app.example.com");
    }

    @Test
    void theTwoHaveDifferentTags() {
        assertThat(api.get("/openapi.json").headers().firstValue("etag"))
                .isNotEqualTo(api.get("/openapi.yaml").headers().firstValue("etag"));
    }
}
