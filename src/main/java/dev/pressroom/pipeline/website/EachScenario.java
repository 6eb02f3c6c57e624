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
 * Adds something to every scenario. All are worked on at once, and each is kept as soon as it is done; they are told in
 * order, each once.
 */
final class EachScenario {
    private final StepContext context;
    private final JsonArray scenarios;
    private final String event;
    private final BiFunction<JsonObject, Integer, Future<StepResult>> addition;
    private int done;

    /**
     * @param event that tells of one scenario: {@code { index, scenario }}
     * @param addition members to be added to a scenario, as the output of a part
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

    /** The scenarios with what was added. Fails only when nothing is under way any more, so that none is done twice. */
    Future<JsonArray> all() {
        Future<Void> before = Future.succeededFuture();
        List<Future<JsonObject>> told = new ArrayList<>();
        for (int i = 0; i < scenarios.size(); i++) {
            Future<JsonObject> one = afterwards(before, i, work(i));
            told.add(one);
            before = one.mapEmpty();
        }
        return Future.join(told).map(all -> new JsonArray(all.<JsonObject>list()));
    }

    private Future<JsonObject> work(int index) {
        JsonObject scenario = scenarios.getJsonObject(index);
        return context.part(Integer.toString(index), () -> addition.apply(scenario, index))
                .map(added -> scenario.copy().mergeIn(added))
                .onSuccess(one -> {
                    done++;
                    context.progress((double) done / scenarios.size(), done + " of " + scenarios.size());
                });
    }

    private Future<JsonObject> afterwards(Future<Void> before, int index, Future<JsonObject> work) {
        return Future.join(before, work)
                .compose(both -> context.part("told-" + index, () -> told(index, work.result())))
                .compose(told -> work);
    }

    private Future<StepResult> told(int index, JsonObject scenario) {
        return Future.succeededFuture(new StepResult(
                new JsonObject(), 0, event, new JsonObject().put("index", index).put("scenario", scenario)));
    }
}
