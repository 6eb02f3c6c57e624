package dev.pressroom.model.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.Secret;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.ProxyOptions;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyTest {
    @Test
    void theAddressAndTheCredentialsAreTakenFromTheUrl() {
        ProxyOptions options = options("http://us%40er:p%3Ass@proxy.example:8888", List.of(), "https://api.example/v1");
        assertThat(options.getHost()).isEqualTo("proxy.example");
        assertThat(options.getPort()).isEqualTo(8888);
        assertThat(options.getUsername()).isEqualTo("us@er");
        assertThat(options.getPassword()).isEqualTo("p:ss");
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.example/v1, other.example, true",
        "https://api.example/v1, api.example, false",
        "https://api.example/v1, example, false",
        "https://api.example/v1, .example, false",
        "https://api.example/v1, *.example, false",
        "https://notexample/v1, example, true",
        "https://api.example:8443/v1, api.example:8443, false",
        "https://api.example/v1, api.example:8443, true",
        "https://api.example/v1, *, false",
        "https://localhost:1234/v1, '', false",
        "https://127.0.0.1/v1, '', false",
        "http://api.example/v1, '', false"
    })
    void hostsMayBeExcepted(String target, String except, boolean used) {
        assertThat(options("http://proxy.example:8888", List.of(except), target) != null)
                .isEqualTo(used);
    }

    private static ProxyOptions options(String url, List<String> except, String target) {
        return new Proxy(Optional.of(new Secret(url)), except)
                .apply(new HttpClientOptions(), URI.create(target))
                .getProxyOptions();
    }
}
