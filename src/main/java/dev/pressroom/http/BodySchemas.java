package dev.pressroom.http;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import io.vertx.openapi.contract.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * The schemas of the requests' bodies in the OpenAPI document, compiled to say quickly whether a body is as it should be.
 * What is wrong with one that is not, the library that reads the document says better, at six times the cost.
 */
final class BodySchemas {
    private static final String DOCUMENT = "https://pressroom.invalid/openapi.yaml";

    private final SchemaRegistry registry;

    private BodySchemas(SchemaRegistry registry) {
        this.registry = registry;
    }

    static BodySchemas load() {
        SchemaRegistryConfig config =
                SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();
        return new BodySchemas(SchemaRegistry.withDialect(
                Dialects.getOpenApi31(),
                builder -> builder.schemaRegistryConfig(config).schemas(Map.of(DOCUMENT, document()))));
    }

    /** That of an operation that takes a JSON body. */
    Schema of(Operation operation) {
        String path = operation.getOpenAPIPath().replace("~", "~0").replace("/", "~1");
        String method = operation.getHttpMethod().name().toLowerCase(Locale.ROOT);
        return registry.getSchema(SchemaLocation.of(
                DOCUMENT + "#/paths/" + path + "/" + method + "/requestBody/content/application~1json/schema"));
    }

    private static String document() {
        try (InputStream file = BodySchemas.class.getClassLoader().getResourceAsStream(ApiDocument.RESOURCE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
