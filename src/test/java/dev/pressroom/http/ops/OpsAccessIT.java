package dev.pressroom.http.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.http.schema.ApiOperations;
import dev.pressroom.support.Api;
import dev.pressroom.support.Service;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may use the routes of operators. */
class OpsAccessIT {
    private static Service service;

    @BeforeAll
    static void start() {
        service = Service.start();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static int status(String token, String method, String path) {
        return new Api(service.url(), token)
                .send(method, path, "application/json", "{}")
                .statusCode();
    }

    private static List<ApiOperations.Operation> operations() {
        return ApiOperations.get().all().values().stream()
                .filter(operation -> operation.path().startsWith(Operators.OPS))
                .toList();
    }

    private static String path(ApiOperations.Operation operation) {
        return operation.path().replaceAll(":\\w+", UUID.randomUUID().toString());
    }

    @Test
    void withoutATokenEveryRouteIs401() {
        assertThat(operations())
                .hasSizeGreaterThan(20)
                .allSatisfy(
                        operation -> assertThat(status("", operation.method().name(), path(operation)))
                                .as(operation.path())
                                .isEqualTo(401));
    }

    @Test
    void aUserGets403OnEveryRoute() {
        String token = service.token(UUID.randomUUID());

        assertThat(operations())
                .allSatisfy(
                        operation -> assertThat(status(token, operation.method().name(), path(operation)))
                                .as(operation.path())
                                .isEqualTo(403));
    }

    @Test
    void aPathThatDoesNotExistIsRefusedToo() {
        assertThat(status("", "GET", Operators.OPS + "/nothing")).isEqualTo(401);
        assertThat(status(service.token(UUID.randomUUID()), "GET", Operators.OPS + "/nothing"))
                .isEqualTo(403);
        assertThat(status(service.token(UUID.randomUUID(), "admin"), "GET", Operators.OPS + "/nothing"))
                .isEqualTo(404);
    }

    @Test
    void anotherRoleIsNotEnough() {
        assertThat(status(service.token(UUID.randomUUID(), "administrator"), "GET", Operators.OPS + "/overview"))
                .isEqualTo(403);
        assertThat(status(service.token(UUID.randomUUID(), "trial"), "GET", Operators.OPS + "/overview"))
                .isEqualTo(403);
    }

    @Test
    void aWrongMethodIs405ForAnOperator() {
        assertThat(status(service.token(UUID.randomUUID(), "admin"), "PATCH", Operators.OPS + "/overview"))
                .isEqualTo(405);
    }
}
