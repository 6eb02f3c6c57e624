package dev.pressroom.page;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.List;

/** Finds the addresses of a name. */
@FunctionalInterface
public interface Resolver {
    /** Fails, or gives none, when the name has none. */
    Future<List<InetAddress>> resolve(String host);

    default Future<Void> close() {
        return Future.succeededFuture();
    }
}
