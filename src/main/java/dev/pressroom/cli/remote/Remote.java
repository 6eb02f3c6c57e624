package dev.pressroom.cli.remote;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** A service, and the output of the command. */
record Remote(ServiceApi api, Output out, RemoteIo io) {
    private static final int MAX_PAGE = 100;

    /**
     * Prints the items of a route with pages.
     *
     * @param member of the response that has the items
     * @param limit maximum number of items
     */
    void list(Table table, String path, Query query, String member, int limit) {
        List<JsonObject> kept = new ArrayList<>();
        int left = limit;
        String cursor = null;
        do {
            JsonObject page =
                    api.get(path, query.with("limit", Math.min(left, MAX_PAGE)).with("cursor", cursor));
            List<JsonObject> items = objects(page.getJsonArray(member));
            left -= items.size();
            cursor = page.getString("nextCursor");
            if (out.isTable()) {
                kept.addAll(items);
            } else {
                out.rows(table, items);
            }
        } while (cursor != null && left > 0 && !out.isClosed());
        if (out.isTable()) {
            out.rows(table, kept);
        }
        if (cursor != null && left <= 0 && out.isTable()) {
            out.note("There are more: --limit " + 2L * limit);
        }
    }

    static List<JsonObject> objects(JsonArray array) {
        return array == null
                ? List.of()
                : array.stream().map(JsonObject.class::cast).toList();
    }
}
