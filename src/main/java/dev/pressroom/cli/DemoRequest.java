package dev.pressroom.cli;

import io.vertx.core.json.JsonObject;

/** The job that a demo creates. */
record DemoRequest(Kind kind, JsonObject body) {
    enum Kind {
        ARTICLE("/api/v1/jobs/content-generation"),
        ANALYSIS("/api/v1/jobs/website-analysis");

        private final String path;

        Kind(String path) {
            this.path = path;
        }

        String path() {
            return path;
        }
    }
}
