package dev.pressroom.model.provider;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.net.URI;

/**
 * Creates HTTP clients for calls to providers. Keep the client in a field: Vert.x closes a client that is not
 * referenced.
 */
final class ProviderHttp {
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int IDLE_CONNECTION_SECONDS = 30;

    private ProviderHttp() {}

    /** @param connections concurrent; as many further calls may wait for one */
    static HttpClient client(Vertx vertx, URI baseUrl, int connections, Proxy proxy) {
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                .setKeepAliveTimeout(IDLE_CONNECTION_SECONDS)
                .setDecompressionSupported(true);
        return vertx.httpClientBuilder()
                .with(proxy.apply(options, baseUrl))
                .with(new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(connections))
                .build();
    }
}
