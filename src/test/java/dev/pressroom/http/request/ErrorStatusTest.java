package dev.pressroom.http.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorStatusTest {
    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 406, 408, 413, 414, 415, 416, 417, 431, 500, 501, 503})
    void aStatusThatTheRouterRaisesIsKept(int status) {
        assertThat(ErrorResponse.status(ErrorResponse.ofStatus(status).code())).isEqualTo(status);
    }
}
