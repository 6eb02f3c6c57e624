package dev.pressroom.job;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/** The URLs of the routes of a job, as responses and webhooks show them in the member {@code urls}. */
public final class JobUrls {
    private final String jobs;

    private JobUrls(String base) {
        this.jobs = base + "/api/v1/jobs/";
    }

    /**
     * Absolute paths, to be resolved against the URL of the request. They begin with the path of the public URL, since a
     * reverse proxy that serves under a path of its own rewrites headers but no bodies.
     *
     * @param publicUrl the URL at which clients reach this service, without a trailing slash; empty: no path
     */
    public static JobUrls paths(Optional<String> publicUrl) {
        return new JobUrls(publicUrl.map(url -> URI.create(url).getRawPath()).orElse(""));
    }

    /**
     * Absolute URLs, for receivers that have made no request.
     *
     * @param publicUrl the URL at which clients reach this service, without a trailing slash
     */
    public static JobUrls absolute(String publicUrl) {
        return new JobUrls(publicUrl);
    }

    /** The members {@code status}, {@code stream}, {@code cancel} and {@code retry}. */
    public JsonObject of(UUID jobId) {
        String job = jobs + jobId;
        return new JsonObject()
                .put("status", job + "/status")
                .put("stream", job + "/stream")
                .put("cancel", job + "/cancel")
                .put("retry", job + "/retry");
    }
}
