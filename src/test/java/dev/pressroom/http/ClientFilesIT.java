package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Service;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The client library as it is served. */
class ClientFilesIT {
    private static final Path FOLDER = Path.of("src/main/resources/client");
    private static final String MODULE = "/client/pressroom.js";
    private static final String PACKAGE = "/client/pressroom-client.tgz";

    private static Service service;
    private static Api api;

    @BeforeAll
    static void start() {
        service = Service.start(Map.of("PRESSROOM_HTTP_CORS_ORIGINS", "https://shop.example.com"));
        api = service.api(UUID.randomUUID());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void everyModuleOfThePackageIsServed() throws IOException {
        for (Path module : modules()) {
            HttpResponse<String> response = api.get("/client/" + FOLDER.relativize(module));
            assertThat(response.statusCode()).as(module.toString()).isEqualTo(200);
            assertThat(response.body().equals(Files.readString(module)))
                    .as(module.toString())
                    .isTrue();
            assertThat(header(response, "content-type")).isEqualTo("text/javascript; charset=utf-8");
        }
    }

    @Test
    void theTypesAreServed() {
        assertThat(api.get("/client/pressroom.d.ts").body()).contains("export class Pressroom");
    }

    @Test
    void theManifestTheReadmeAndTheExamplesAreServed() throws IOException {
        for (String name : List.of("package.json", "README.md", "examples/node.js", "examples/page.html")) {
            HttpResponse<String> response = api.get("/client/" + name);
            assertThat(response.statusCode()).as(name).isEqualTo(200);
            assertThat(response.body()).isEqualTo(Files.readString(FOLDER.resolve(name)));
        }
        assertThat(header(api.get("/client/examples/page.html"), "content-type"))
                .isEqualTo("text/plain; charset=utf-8");
    }

    @Test
    void thePackageHasEveryFileOfTheFolder() throws IOException {
        HttpResponse<InputStream> response = download();
        Map<String, String> packed = new TreeMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(response.body()))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                packed.put(entry.getName(), new String(tar.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        assertThat(response.headers().firstValue("content-type")).hasValue("application/gzip");
        assertThat(packed).isEqualTo(folder());
    }

    @Test
    void thePackageIsTheSameInEveryDownload() throws IOException {
        try (Service other = Service.start()) {
            assertThat(header(other.api(UUID.randomUUID()).get(PACKAGE), "etag"))
                    .isNotBlank()
                    .isEqualTo(header(api.get(PACKAGE), "etag"));
        }
    }

    private static HttpResponse<InputStream> download() throws IOException {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(service.url() + PACKAGE))
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> folder() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put("package/" + FOLDER.relativize(file), Files.readString(file));
            }
        }
        return contents;
    }

    @Test
    void pagesOfEveryOriginMayImportIt() {
        for (String origin : List.of("https://shop.example.com", "https://other.example.com")) {
            HttpResponse<String> response = api.get(MODULE, "Origin", origin);
            assertThat(response.headers().allValues("access-control-allow-origin"))
                    .containsExactly("*");
            assertThat(header(response, "cross-origin-resource-policy")).isEqualTo("cross-origin");
        }
    }

    @Test
    void aCopyIsRevalidatedByItsETag() {
        HttpResponse<String> first = api.get(MODULE);
        assertThat(header(first, "cache-control")).isEqualTo("no-cache");

        HttpResponse<String> again = api.get(MODULE, "If-None-Match", "W/" + header(first, "etag"));

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void anotherVersionIsSentWhole() {
        assertThat(api.get(MODULE, "If-None-Match", "\"0123456789abcdef\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void nothingElseOfTheClassPathIsServed() {
        for (String path : List.of(
                "/client/",
                "/client/lib/",
                "/client/none.js",
                "/client/LICENSE",
                "/client/lib/pressroom-client.tgz",
                "/client/../web/js/main.js",
                "/client/lib/..%2f..%2fweb/js/main.js",
                "/client/%2e%2e/web/js/main.js",
                "/client/lib/%00.js")) {
            HttpResponse<String> response = api.get(path);
            assertThat(response.statusCode()).as(path).isBetween(400, 404);
            assertThat(Api.json(response).getString("errorCode")).as(path).isNotBlank();
        }
    }

    private static List<Path> modules() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            List<Path> modules = files.filter(
                            file -> file.toString().endsWith(".js") && !file.startsWith(FOLDER.resolve("examples")))
                    .toList();
            assertThat(modules).hasSizeGreaterThan(10);
            return modules;
        }
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
