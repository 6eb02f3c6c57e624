package dev.pressroom.web;

import dev.pressroom.Models;
import dev.pressroom.Pipelines;
import dev.pressroom.base.CallScope;
import dev.pressroom.base.Cancellation;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.model.Prompt;
import dev.pressroom.model.TextModel;
import dev.pressroom.support.ScriptedPipeline;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The model of a service's settings, which a test can hold at a task: then it tells only what the test lets it tell,
 * and what is on the page stays there for as long as the test looks. Every job is to end before another task is held.
 */
final class HeldModel {
    /** A text is told in so many portions, a JSON answer in one. */
    private static final int PORTIONS = 3;

    private final Map<String, Gate> gates = new ConcurrentHashMap<>();

    Pipelines asPipelines() {
        return Pipelines.writtenBy(
                node -> new Held(Models.create(node.vertx(), node.settings().model())));
    }

    /** From now on the answers to this task wait. */
    void hold(String task) {
        gates.put(task, new Gate());
    }

    /** Lets one portion be told of a task that is held: the one that waits, or else the next. */
    void tell(String task) {
        gates.get(task).openOnce();
    }

    /** Nothing waits any more. */
    void release() {
        gates.values().forEach(Gate::open);
        gates.clear();
    }

    private final class Held implements TextModel {
        private final TextModel model;

        Held(TextModel model) {
            this.model = model;
        }

        @Override
        public String promptVersion() {
            return "test";
        }

        @Override
        public String name() {
            return model.name();
        }

        @Override
        public Future<Prose> write(Prompt prompt, Consumer<String> onText, CallScope scope) {
            Gate gate = gates.get(prompt.task());
            if (gate == null) {
                return model.write(prompt, onText, scope);
            }
            List<String> pieces = new ArrayList<>();
            return model.write(prompt, pieces::add, scope)
                    .compose(prose -> portions(gate, pieces, 1, onText, scope.cancellation())
                            .map(prose));
        }

        private Future<Void> portions(
                Gate gate, List<String> pieces, int portion, Consumer<String> onText, Cancellation cancellation) {
            if (portion > PORTIONS) {
                return Future.succeededFuture();
            }
            int from = pieces.size() * (portion - 1) / PORTIONS;
            int to = pieces.size() * portion / PORTIONS;
            return gate.pass(cancellation).compose(passed -> {
                pieces.subList(from, to).forEach(onText);
                return portions(gate, pieces, portion + 1, onText, cancellation);
            });
        }

        @Override
        public Future<Structured> structure(Prompt prompt, CallScope scope) {
            Gate gate = gates.get(prompt.task());
            return gate == null
                    ? model.structure(prompt, scope)
                    : gate.pass(scope.cancellation()).compose(passed -> model.structure(prompt, scope));
        }
    }

    private static final class Gate {
        private final Queue<Promise<Void>> waiting = new ArrayDeque<>();
        private int toPass;
        private boolean open;

        synchronized Future<Void> pass(Cancellation cancellation) {
            Promise<Void> passed = Promise.promise();
            cancellation.onCancel(() -> passed.tryFail(new Failure(ErrorCode.CANCELLED, "Cancelled")));
            waiting.add(passed);
            letPass();
            return ScriptedPipeline.here(passed.future());
        }

        synchronized void openOnce() {
            toPass++;
            letPass();
        }

        synchronized void open() {
            open = true;
            letPass();
        }

        private void letPass() {
            while (!waiting.isEmpty() && (open || toPass > 0)) {
                if (waiting.remove().tryComplete() && !open) {
                    toPass--;
                }
            }
        }
    }
}
