package dev.pressroom.chaos;

import dev.pressroom.support.Api;
import dev.pressroom.support.NodeProcess;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** What visitors and users may do with whole requests, beside the attacks on the port. */
enum Misuse {
    /** A job blocks its thread in every attempt. */
    BLOCKING_JOB(1, 1) {
        @Override
        void once(FaultTarget field, String url, HostileSources sources) {
            field.load().burst(1, ChaosJob.Kind.BLOCKING);
        }
    },

    /** A user illustrates a post whose text is 1 MB of placeholders that do not end. */
    ENDLESS_PLACEHOLDERS(2, 1000) {
        @Override
        void once(FaultTarget field, String url, HostileSources sources) {
            for (ChaosJob order : field.load().accepted()) {
                if (order.kind() == ChaosJob.Kind.ORDINARY) {
                    UUID post = ChaosPipeline.postOf(order.jobId().orElseThrow());
                    JsonObject body =
                            new JsonObject().put("blogPostId", post.toString()).put("content", PLACEHOLDERS);
                    NodeProcess.api(url, order.user()).post("/api/images/generate-for-blog", body.encode());
                    return;
                }
            }
        }
    },

    /** A user sends arrays of 100,000 items wherever an array may stand. */
    LARGE_ARRAYS(4, 1000) {
        @Override
        void once(FaultTarget field, String url, HostileSources sources) {
            String items = "[" + "0,".repeat(99_999) + "0]";
            Api api = NodeProcess.api(url, STRANGER);
            switch (ThreadLocalRandom.current().nextInt(3)) {
                case 0 -> api.post("/api/v1/jobs/batch", "{\"jobs\":" + items + "}");
                case 1 -> api.post(CONTENT, with("ctas", items));
                default -> api.post(CONTENT, with("options", "{\"preloadedTweets\":" + items + "}"));
            }
        }
    },

    /** Visitors send JSON that is nested 900 deep. */
    DEEP_BODIES(4, 1000) {
        @Override
        void once(FaultTarget field, String url, HostileSources sources) {
            String nested = "[".repeat(900) + "]".repeat(900);
            NodeProcess.api(url, STRANGER).post(CONTENT, with("comprehensiveContext", nested));
            visitor(url, "{\"url\":\"https://example.com\",\"more\":" + nested + "}");
        }
    },

    /** Visitors have pages analysed that take much memory, or never end. */
    HOSTILE_PAGES(4, 50) {
        @Override
        void once(FaultTarget field, String url, HostileSources sources) {
            visitor(url, new JsonObject().put("url", sources.page()).encode());
        }
    },

    /** Users get articles that are full of links without an end. */
    HOSTILE_ARTICLES(1, 20) {
        @Override
        void once(FaultTarget field, String url, HostileSources sources) {
            sources.spoilNextArticle();
            field.load().burst(1, ChaosJob.Kind.ARTICLE);
        }
    };

    private static final String CONTENT = "/api/v1/jobs/content-generation";
    private static final String PLACEHOLDERS = "![CHART:".repeat(125_000);
    private static final UUID STRANGER = UUID.randomUUID();

    private final int threads;
    private final int most;

    /**
     * @param threads at once
     * @param most requests of a run
     */
    Misuse(int threads, int most) {
        this.threads = threads;
        this.most = most;
    }

    int threads() {
        return threads;
    }

    int most() {
        return most;
    }

    /** Sends a request, whatever the answer. */
    abstract void once(FaultTarget field, String url, HostileSources sources);

    private static String with(String member, String json) {
        JsonObject plain = Api.order("Too much");
        plain.remove(member);
        return plain.encode().replaceFirst("\\{", "{\"" + member + "\":" + json + ",");
    }

    private static void visitor(String url, String body) {
        new Api(url, "").post("/api/v1/jobs/website-analysis", body, "x-session-id", "hostile-" + UUID.randomUUID());
    }
}
