package dev.pressroom.worker;

import io.vertx.core.impl.VertxThread;
import io.vertx.core.internal.ContextInternal;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.Map;

/** The tasks of Vert.x threads. Vert.x has no public API for the context of another thread; it only logs it. */
final class VertxThreads {
    private static final VarHandle CONTEXT = contextField();

    private VertxThreads() {}

    private static VarHandle contextField() {
        try {
            return MethodHandles.privateLookupIn(VertxThread.class, MethodHandles.lookup())
                    .findVarHandle(VertxThread.class, "context", ContextInternal.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The threads that execute a task, with its start by {@link System#nanoTime}. */
    static Map<Thread, Long> busy() {
        Map<Thread, Long> busy = new HashMap<>();
        for (Thread thread : all()) {
            if (thread instanceof VertxThread own && own.startTime() != 0) {
                busy.put(own, own.startTime());
            }
        }
        return busy;
    }

    /** The context of the thread's present task; null without one. */
    static ContextInternal context(Thread thread) {
        return (ContextInternal) CONTEXT.getVolatile((VertxThread) thread);
    }

    static boolean isWorker(Thread thread) {
        return ((VertxThread) thread).isWorker();
    }

    /** A snapshot of all threads; those that were started meanwhile may be missing. */
    private static Thread[] all() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] all = new Thread[root.activeCount() * 2 + 16];
        root.enumerate(all);
        return all;
    }
}
