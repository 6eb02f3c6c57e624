package dev.pressroom.support;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.ModelUsage;
import dev.pressroom.pipeline.StepContext;
import dev.pressroom.pipeline.StepResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A service whose articles use a known number of tokens: the outline 100 and 10, the article 1000 and 500. An article with a
 * title that begins with "Fails" fails in its first run after 50 and 5 tokens; one that begins with "Held" waits.
 */
public final class PricedArticles implements AutoCloseable {
    private final Promise<Void> gate = Promise.promise();
    public final ScriptedPipeline pipeline = new ScriptedPipeline()
            .step("context")
            .step("outline", context -> {
                use(context, 100, 10);
                return Future.succeededFuture(ScriptedPipeline.said("outline"));
            })
            .step("article", this::article);
    public final Service service;

    public PricedArticles() {
        this(Map.of());
    }

    /** @param env settings of the service beside the prices */
    public PricedArticles(Map<String, String> env) {
        Map<String, String> all = new HashMap<>(env);
        all.put("PRESSROOM_MODEL_PRICES", "priced = 1 / 2");
        all.put("PRESSROOM_MODEL_CURRENCY", "EUR");
        service = Service.start(all, pipeline.asPipelines());
    }

    /** A client of a new user. */
    public Api user() {
        return service.api(UUID.randomUUID());
    }

    /** A new job that has ended with this status. */
    public UUID ended(Api user, String title, String status) {
        UUID job = user.created(Api.order(title));
        user.await(job, status);
        return job;
    }

    private Future<StepResult> article(StepContext context) {
        String title = context.input().getJsonObject("topic").getString("title");
        if (title.startsWith("Fails") && pipeline.runs(context.jobId(), "article") == 1) {
            use(context, 50, 5);
            return Future.failedFuture(new Failure(ErrorCode.MODEL_REFUSED, "The model refused to answer."));
        }
        use(context, 1000, 500);
        return title.startsWith("Held")
                ? ScriptedPipeline.here(gate.future()).map(ScriptedPipeline.said("article"))
                : Future.succeededFuture(ScriptedPipeline.said("article"));
    }

    private static void use(StepContext context, int input, int output) {
        context.calls().onUsage().accept(ModelUsage.ofText("priced", input, output));
    }

    /** Lets all held articles end, from now on. */
    public void release() {
        gate.tryComplete();
    }

    public long count(String query) {
        return Sql.number(service.databaseUrl(), query);
    }

    @Override
    public void close() {
        release();
        service.close();
    }
}
