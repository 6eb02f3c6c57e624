package dev.pressroom.erasure;

import dev.pressroom.bus.Addresses;
import dev.pressroom.erasure.ErasureStore.Open;
import dev.pressroom.job.JobQueue;
import dev.pressroom.job.OperatorJobs;
import dev.pressroom.ops.JobActions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on erasures in pages: cancels the jobs of the owner, then deletes or anonymizes what is found by the owner, then
 * searches the tables that only contain the owner beside others. All progress is in the database, so that another node
 * continues after this one was lost. Use an instance from one Vert.x context only.
 */
public final class Eraser {
    /**
     * An erasure lasts at least this long, so that requests that were accepted before have ended, on all nodes: statements
     * and bus messages have shorter time limits.
     */
    static final Duration SETTLE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Eraser.class);
    private static final int ERASURES = 50;
    private static final int ROWS = 100;
    private static final int EXAMINED_JOBS = 5000;
    private static final UUID FIRST = new UUID(0, 0);

    private final Vertx vertx;
    private final ErasureStore store;
    private final JobActions actions;
    private final JobQueue queue;
    private final Duration settle;

    /** The erasures whose users are being removed from the jobs of others, and how far. */
    private List<Open> searching = List.of();

    private UUID position = FIRST;

    public Eraser(Vertx vertx, ErasureStore store, JobActions actions, JobQueue queue) {
        this(vertx, store, actions, queue, SETTLE);
    }

    Eraser(Vertx vertx, ErasureStore store, JobActions actions, JobQueue queue, Duration settle) {
        this.vertx = vertx;
        this.store = store;
        this.actions = actions;
        this.queue = queue;
        this.settle = settle;
    }

    /** Erases one page of each of the oldest erasures. Returns true when there may be more to do at once. */
    public Future<Boolean> round() {
        return store.toDo(settle, ERASURES)
                .compose(this::pages)
                .compose(erased -> search().map(searched -> erased || searched));
    }

    private Future<Boolean> pages(List<Open> erasures) {
        Future<Boolean> busy = Future.succeededFuture(false);
        List<Open> done = new ArrayList<>();
        for (Open erasure : erasures) {
            busy = busy.compose(before -> page(erasure).map(rows -> {
                if (rows == 0 && erasure.settled()) {
                    done.add(erasure);
                }
                return before || rows > 0;
            }));
        }
        return busy.map(result -> {
            if (searching.isEmpty()) {
                searching = List.copyOf(done);
                position = FIRST;
            }
            return result;
        });
    }

    private Future<Long> page(Open erasure) {
        return store.liveJobs(erasure, OperatorJobs.MAX_JOBS)
                .compose(jobs -> jobs.isEmpty()
                        ? Future.succeededFuture(0)
                        : actions.cancel(jobs, new OperatorJobs.Actor.Erasure()))
                .compose(cancelled -> store.erasePage(erasure, ROWS));
    }

    /** A page of the search through the jobs of others; after the last one, the erasures end. */
    private Future<Boolean> search() {
        if (searching.isEmpty()) {
            return Future.succeededFuture(false);
        }
        List<UUID> users =
                searching.stream().flatMap(erasure -> erasure.user().stream()).toList();
        Future<Optional<UUID>> page = users.isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : store.eraseFromJobs(users, position, EXAMINED_JOBS);
        return queue.ping().compose(up -> page).compose(last -> {
            last.ifPresent(job -> position = job);
            return last.isPresent() ? Future.succeededFuture(true) : end(users).map(true);
        });
    }

    private Future<Void> end(List<UUID> users) {
        List<Open> ending = searching;
        searching = List.of();
        List<String> names =
                ending.stream().flatMap(erasure -> erasure.names().stream()).toList();
        Future<Void> forgotten = store.eraseFromOperations(names, users);
        for (Open erasure : ending) {
            for (String tenant : erasure.tenants()) {
                forgotten = forgotten.compose(done -> queue.forget(tenant));
            }
            forgotten = forgotten.compose(done -> store.finish(erasure)).map(finished -> {
                if (finished) {
                    LOG.atInfo().addKeyValue("erasure", erasure.id()).log("owner erased");
                }
                return null;
            });
        }
        return forgotten.onSuccess(done -> vertx.eventBus().publish(Addresses.ERASURES, "ended"));
    }
}
