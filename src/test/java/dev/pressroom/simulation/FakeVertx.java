package dev.pressroom.simulation;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Set;

/**
 * The parts of Vert.x that a worker uses: timers, the bus, a context. Futures and promises are Vert.x's own: without a context
 * they call their listeners at once, on the only thread.
 */
final class FakeVertx {
    private final Machine machine;
    private final Bus bus;
    private final Set<Long> timers = new HashSet<>();
    private final Vertx vertx = fake(Vertx.class, this::vertx);
    private final Context context = fake(Context.class, this::context);
    private final EventBus eventBus = fake(EventBus.class, this::eventBus);
    private long lastTimer;

    private interface Answers {
        Object to(String method, Object[] values);
    }

    FakeVertx(Machine machine, Bus bus) {
        this.machine = machine;
        this.bus = bus;
    }

    Vertx vertx() {
        return vertx;
    }

    Context context() {
        return context;
    }

    private static <T> T fake(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, values) -> answers.to(method.getName(), values)));
    }

    private Object vertx(String method, Object[] values) {
        return switch (method) {
            case "setTimer" -> setTimer((Long) values[0], handler(values[1]));
            case "setPeriodic" -> setPeriodic((Long) values[0], handler(values[1]));
            case "cancelTimer" -> timers.remove((Long) values[0]);
            case "runOnContext" -> context("runOnContext", values);
            case "eventBus" -> eventBus;
            // The detector of blocked steps: nothing blocks here.
            case "deployVerticle" -> Future.succeededFuture("");
            default -> throw new UnsupportedOperationException("Vertx." + method);
        };
    }

    private Object context(String method, Object[] values) {
        return switch (method) {
            case "owner" -> vertx;
            case "runOnContext" -> {
                Handler<Void> action = handler(values[0]);
                machine.after(0, () -> action.handle(null));
                yield null;
            }
            default -> throw new UnsupportedOperationException("Context." + method);
        };
    }

    private Object eventBus(String method, Object[] values) {
        String address = (String) values[0];
        return switch (method) {
            case "send" -> {
                bus.send(machine, address, values[1]);
                yield eventBus;
            }
            case "publish" -> {
                bus.publish(machine, address, values[1]);
                yield eventBus;
            }
            case "consumer" -> {
                Handler<Message<?>> handler = handler(values[1]);
                bus.consume(address, machine, body -> handler.handle(message(body)));
                yield fake(MessageConsumer.class, (asked, none) -> Future.succeededFuture());
            }
            default -> throw new UnsupportedOperationException("EventBus." + method);
        };
    }

    private static Message<?> message(Object body) {
        return fake(Message.class, (method, values) -> body);
    }

    private long setTimer(long millis, Handler<Long> handler) {
        long id = ++lastTimer;
        timers.add(id);
        machine.afterTimer(millis, () -> {
            if (timers.remove(id)) {
                handler.handle(id);
            }
        });
        return id;
    }

    private long setPeriodic(long millis, Handler<Long> handler) {
        long id = ++lastTimer;
        timers.add(id);
        tick(id, millis, handler);
        return id;
    }

    private void tick(long id, long millis, Handler<Long> handler) {
        machine.afterTimer(millis, () -> {
            if (timers.contains(id)) {
                tick(id, millis, handler);
                handler.handle(id);
            }
        });
    }

    @SuppressWarnings("unchecked")
    private static <T> Handler<T> handler(Object value) {
        return (Handler<T>) value;
    }
}
