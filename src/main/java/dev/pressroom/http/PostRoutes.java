package dev.pressroom.http;

import dev.pressroom.base.Cancellation;
import dev.pressroom.base.CleanText;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.job.Owner;
import dev.pressroom.post.Illustrator;
import dev.pressroom.post.Illustrator.Illustrated;
import dev.pressroom.post.Illustrator.Missing;
import dev.pressroom.post.Post;
import dev.pressroom.post.PostStore;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Read the saved posts, and have them illustrated. */
final class PostRoutes {
    /** Proxies as a rule wait for a minute. */
    private static final Duration DEADLINE = Duration.ofSeconds(55);

    /** Leaves time to store what was drawn. */
    static final Duration DRAWING = Duration.ofSeconds(45);

    private static final int DEFAULT_LIMIT = 20;

    private final PostStore posts;
    private final Illustrator illustrator;

    PostRoutes(PostStore posts, Illustrator illustrator) {
        this.posts = posts;
        this.illustrator = illustrator;
    }

    /** {@code GET /api/v1/posts} */
    void list(RoutingContext context) {
        int limit = Preferences.integer(context.request().getParam("limit")).orElse(DEFAULT_LIMIT);
        Optional<String> cursor = Optional.ofNullable(context.request().getParam("cursor"));
        Optional<PostStore.Place> after = cursor.flatMap(PostJson::place);
        if (cursor.isPresent() && after.isEmpty()) {
            context.fail(ErrorAnswer.DetailedFailure.invalid("cursor", "must be the nextCursor of an earlier page"));
            return;
        }
        posts.list(user(context), after, limit + 1)
                .onSuccess(oneMore -> Answers.json(context, 200, page(oneMore, limit)))
                .onFailure(context::fail);
    }

    private static JsonObject page(List<Post.Summary> oneMore, int limit) {
        List<Post.Summary> page = oneMore.subList(0, Math.min(limit, oneMore.size()));
        return new JsonObject()
                .put("success", true)
                .put("posts", new JsonArray(page.stream().map(PostJson::summary).toList()))
                .put("nextCursor", oneMore.size() > limit ? PostJson.cursor(page.get(limit - 1)) : null);
    }

    /** {@code GET /api/v1/posts/:postId} */
    void get(RoutingContext context) {
        UUID id = UUID.fromString(context.pathParam("postId"));
        posts.find(id, user(context))
                .onSuccess(post -> Answers.json(
                        context, 200, new JsonObject().put("success", true).put("post", PostJson.whole(post))))
                .onFailure(context::fail);
    }

    /** {@code POST /api/images/generate-for-blog} */
    void illustrate(RoutingContext context) {
        Illustrator.Order order = order(Bodies.object(context), Api.caller(context));
        Cancellation hungUp = new Cancellation();
        context.response().closeHandler(closed -> hungUp.cancel());
        illustrator
                .illustrate(order, hungUp)
                .timeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(result -> Answers.json(context, 200, answer(order, result)))
                .onFailure(cause -> {
                    hungUp.cancel();
                    context.fail(cause instanceof TimeoutException ? tooSlow(cause) : cause);
                });
    }

    private static Illustrator.Order order(JsonObject body, Owner caller) {
        return new Illustrator.Order(
                UUID.fromString(body.getString("blogPostId")),
                caller,
                Optional.ofNullable(body.getString("content"))
                        .map(CleanText::of)
                        .filter(content -> !content.isBlank()),
                title(body.getValue("topic")),
                Optional.ofNullable(body.getString("organizationId")).map(UUID::fromString));
    }

    /** Frontends send the topic as it was ordered; its title alone will do too. */
    private static Optional<String> title(Object topic) {
        Object title = topic instanceof JsonObject object ? object.getValue("title") : topic;
        return title instanceof String text && !text.isBlank() ? Optional.of(CleanText.line(text)) : Optional.empty();
    }

    private static JsonObject answer(Illustrator.Order order, Illustrated result) {
        JsonObject answer = new JsonObject()
                .put("success", result.missing().isEmpty())
                .put("content", result.content())
                .put("blogPostId", order.postId().toString());
        if (!result.missing().isEmpty()) {
            answer.put("message", message(result.missing()))
                    .put(
                            "errors",
                            new JsonArray(result.missing().stream()
                                    .map(PostRoutes::error)
                                    .toList()));
        }
        return answer;
    }

    private static String message(List<Missing> missing) {
        String count = missing.size() == 1 ? "An image is missing. " : missing.size() + " images are missing. ";
        return count + missing.get(0).reason().getMessage();
    }

    private static JsonObject error(Missing missing) {
        return new JsonObject()
                .put("description", missing.text())
                .put("message", missing.reason().getMessage())
                .put("errorCode", missing.reason().code().name());
    }

    private static UUID user(RoutingContext context) {
        return Api.caller(context).userId().orElseThrow();
    }

    private static Failure tooSlow(Throwable cause) {
        return new Failure(
                ErrorCode.OVERLOADED, "This took too long. Try again: images that are done are kept.", cause);
    }
}
