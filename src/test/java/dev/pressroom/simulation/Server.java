package dev.pressroom.simulation;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.job.LockStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The connection to Postgres or Redis: a statement is sent, executed atomically, and answered. It may be refused, executed
 * late, or lose its answer; then the client gets the same failure and cannot know which it was.
 */
final class Server {
    private final World world;
    private final String name;
    private final ErrorCode outage;
    private final long deadline;
    private final Function<Faults, Faults.Trouble> trouble;
    private final BiConsumer<String, Object> count;
    private long outUntil;

    private Server(
            World world,
            String name,
            ErrorCode outage,
            long deadline,
            Function<Faults, Faults.Trouble> trouble,
            BiConsumer<String, Object> count) {
        this.world = world;
        this.name = name;
        this.outage = outage;
        this.deadline = deadline;
        this.trouble = trouble;
        this.count = count;
    }

    static Server postgres(World world) {
        return new Server(
                world,
                "statement",
                ErrorCode.DATABASE_UNAVAILABLE,
                3 * World.SECOND,
                Faults::database,
                world.costs()::statement);
    }

    static Server redis(World world) {
        return new Server(
                world,
                "command",
                ErrorCode.QUEUE_UNAVAILABLE,
                World.SECOND,
                Faults::queue,
                (what, result) -> world.costs().command(what));
    }

    void fail(long micros) {
        world.note(name + "s refused for a while", micros);
        outUntil = world.now() + micros;
    }

    void recover() {
        outUntil = 0;
    }

    /** Executes {@code statement} for a machine, with the seed's faults. Never answers a machine that has ended. */
    <T> Future<T> call(Machine from, String what, Supplier<T> statement) {
        Promise<T> answer = Promise.promise();
        from.mayCrash();
        if (from.isOver()) {
            return answer.future();
        }
        Faults.Trouble now = trouble.apply(world.faults());
        if (world.chance(now.refuse())) {
            refuse(from, what, answer);
            return answer.future();
        }
        boolean slow = world.chance(now.slow());
        boolean lost = world.chance(now.lose());
        if (slow || lost) {
            world.note(name + (slow ? " slow" : " whose answer is lost"), from, what);
            from.after(deadline, () -> answer.tryFail(failure()));
        }
        world.after(slow ? world.between(World.SECOND / 2, 2 * deadline) : latency(), () -> {
            if (outUntil > world.now()) {
                refuse(from, what, answer);
                return;
            }
            T result = statement.get();
            count.accept(what, result);
            world.note(isVain(result) ? what + ", in vain" : what, from, result == null ? "" : result);
            from.mayCrash();
            if (!lost) {
                from.after(latency(), () -> answer.tryComplete(result));
            }
        });
        return answer.future();
    }

    private static boolean isVain(Object result) {
        return Boolean.FALSE.equals(result)
                || Optional.empty().equals(result)
                || List.of().equals(result)
                || result instanceof List<?> all
                        && all.stream().allMatch(each -> each instanceof LockStore.Answer lock && !lock.acquired());
    }

    private void refuse(Machine from, String what, Promise<?> answer) {
        world.note(name + " refused", from, what);
        from.after(latency(), () -> answer.tryFail(failure()));
    }

    private long latency() {
        return world.between(100, 3 * World.MILLISECOND);
    }

    private Failure failure() {
        return new Failure(outage, "Out of reach.");
    }
}
