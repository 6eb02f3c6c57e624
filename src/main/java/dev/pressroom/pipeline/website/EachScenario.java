package dev.pressroom.pipeline.website;

import dev.pressroom.pipeline.StepContext;
import dev.pressroom.pipeline.StepResult;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Adds members to every scenario. All run in parallel, each with a checkpoint of its own; their events are published in
 * order, each once.
 */
final class EachScenario {
    private final StepContext context;
    private final JsonArray scenarios;
    private final String event;
    private final BiFunction<JsonObject, Integer, Future<StepResult>> addition;
    private int completed;

    /**
     * @param event published for each scenario, with {@code index} and {@code scenario}
     * @param addition returns the members to add to a scenario, as the output of a part
     */
    EachScenario(
            StepContext context,
            JsonArray scenarios,
            String event,
            BiFunction<JsonObject, Integer, Future<StepResult>> addition) {
        this.context = context;
        this.scenarios = scenarios;
        this.event = event;
        this.addition = addition;
    }

    /**
     * The scenarios with the added members. Fails only after all parts have ended, so that a retry does not run one
     * twice at once.
     */
    Future<JsonArray> all() {
        Future<Void> previous = Future.succeededFuture();
        List<Future<JsonObject>> published = new ArrayList<>();
        for (int i = 0; i < scenarios.size(); i++) {
            Future<JsonObject> one = publishAfter(previous, i, work(i));
            published.add(one);
            previous = one.mapEmpty();
        }
        return Future.join(published).map(all -> new JsonArray(all.<JsonObject>list()));
    }

    private Future<JsonObject> work(int index) {
        JsonObject scenario = scenarios.getJsonObject(index);
        return context.part(Integer.toString(index), () -> addition.apply(scenario, index))
                .map(added -> scenario.copy().mergeIn(added))
                .onSuccess(one -> {
                    completed++;
                    context.progress((double) completed / scenarios.size(), completed + " of " + scenarios.size());
                });
    }

    private Future<JsonObject> publishAfter(Future<Void> previous, int index, Future<JsonObject> work) {
        // The name of the part is stored as a checkpoint key, so it must not change.
        return Future.join(previous, work)
                .compose(both -> context.part("told-" + index, () -> published(index, work.result())))
                .compose(published -> work);
    }

    private Future<StepResult> published(int index, JsonObject scenario) {
        return Future.succeededFuture(new StepResult(
                new JsonObject(), 0, event, new JsonObject().put("index", index).put("scenario", scenario)));
    }
}
