package dev.pressroom.worker;

import io.vertx.core.impl.VertxThread;
import io.vertx.core.internal.ContextInternal;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.Map;

/** What the threads of Vert.x do. Vert.x itself only logs it: the context of another thread is not in its public API. */
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

    /** The threads that execute something, and since when by {@link System#nanoTime}. */
    static Map<Thread, Long> busy() {
        Map<Thread, Long> busy = new HashMap<>();
        for (Thread thread : all()) {
            if (thread instanceof VertxThread own && own.startTime() != 0) {
                busy.put(own, own.startTime());
            }
        }
        return busy;
    }

    /** On whose behalf a thread executes something; null when on nobody's. */
    static ContextInternal context(Thread thread) {
        return (ContextInternal) CONTEXT.getVolatile((VertxThread) thread);
    }

    static boolean isWorker(Thread thread) {
        return ((VertxThread) thread).isWorker();
    }

    /** A snapshot; more threads than fit were only just started. */
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
