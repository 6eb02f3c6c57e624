package dev.pressroom.bench;

import io.vertx.core.Vertx;

/** The least that a Vert.x program can be. */
final class EmptyMain {
    private EmptyMain() {}

    public static void main(String[] arguments) {
        Vertx.vertx()
                .createHttpServer()
                .requestHandler(request -> request.response().end())
                .listen(Integer.parseInt(System.getenv("PORT")), "127.0.0.1")
                .await();
    }
}
