package dev.pressroom.support;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A request for the status of a job that the service holds until it changes, at most 30 s. */
public final class HeldPoll {
    private static final Duration DEADLINE = Duration.ofSeconds(25);

    /** Sooner than the response that the service sends without a change. */
    private static final long MAX_SECONDS = 28;

    private static final String ACTIVE_REQUESTS = "pressroom_http_requests_active ";

    private final CompletableFuture<HttpResponse<String>> response;

    private HeldPoll(CompletableFuture<HttpResponse<String>> response) {
        this.response = response;
    }

    /** As {@link #of(Api, UUID, int)}, without open streams. */
    public static HeldPoll of(Api api, UUID job) {
        return of(api, job, 0);
    }

    /**
     * Sends the request and waits until the service has received it.
     *
     * @param streams open at this node
     */
    public static HeldPoll of(Api api, UUID job, int streams) {
        HeldPoll poll = new HeldPoll(
                CompletableFuture.supplyAsync(() -> api.get("/api/v1/jobs/" + job + "/status", "Prefer", "wait=30"))
                        .orTimeout(MAX_SECONDS, TimeUnit.SECONDS));
        Await.until(DEADLINE, () -> activeRequests(api) >= streams + 2);
        return poll;
    }

    private static double activeRequests(Api api) {
        return api.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(ACTIVE_REQUESTS))
                .flatMap(line -> Stream.of(Double.parseDouble(line.substring(ACTIVE_REQUESTS.length()))))
                .findFirst()
                .orElseThrow();
    }

    /** Waits for the response, until 28 s after the request. */
    public HttpResponse<String> response() {
        return response.join();
    }
}
