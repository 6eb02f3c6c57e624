package dev.pressroom.bench;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Protocol of a child process: commands are lines of JSON on stdin, responses are lines of JSON on stdout. The process ends
 * when stdin closes, because its parent has ended.
 */
final class ChildCommands {
    static final String READY = "Ready: ";
    static final String ANSWER = "Answer: ";

    private static final long LONGEST_MINUTES = 30;

    private ChildCommands() {}

    /** Says that the process is ready, and obeys until its input ends. */
    static void obey(int port, Function<JsonObject, Future<JsonObject>> how) throws IOException {
        System.out.println(READY + port);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            System.out.println(ANSWER + answer(new JsonObject(order), how).encode());
        }
        System.exit(0);
    }

    private static JsonObject answer(JsonObject order, Function<JsonObject, Future<JsonObject>> how) {
        try {
            return order.getString("do").equals("heap")
                    ? new JsonObject().put("bytes", heapAfterCollection())
                    : how.apply(order).await(LONGEST_MINUTES, TimeUnit.MINUTES);
        } catch (Exception e) {
            return new JsonObject().put("failed", String.valueOf(e));
        }
    }

    private static long heapAfterCollection() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
