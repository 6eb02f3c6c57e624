package dev.pressroom.http.document;

import dev.pressroom.account.Credits;
import dev.pressroom.base.CallScope;
import dev.pressroom.base.Cancellation;
import dev.pressroom.base.CleanText;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.http.request.EntityTags;
import dev.pressroom.http.request.ErrorResponse;
import dev.pressroom.http.request.ImageUrls;
import dev.pressroom.http.request.JsonBodies;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.http.request.PathIds;
import dev.pressroom.http.request.Preferences;
import dev.pressroom.http.request.RequestOwner;
import dev.pressroom.http.request.RequestSpan;
import dev.pressroom.http.request.TenantResolver;
import dev.pressroom.job.Owner;
import dev.pressroom.post.Illustrator;
import dev.pressroom.post.Illustrator.Illustrated;
import dev.pressroom.post.Illustrator.Missing;
import dev.pressroom.post.Post;
import dev.pressroom.post.PostStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Creates, reads, updates and deletes posts, and generates their images. */
public final class PostRoutes {
    /** Below the timeout of most proxies, 60 s. */
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(55);

    /** Timeout of image generation; below {@link #RESPONSE_TIMEOUT}, so that images can be stored within it. */
    public static final Duration IMAGES_TIMEOUT = Duration.ofSeconds(45);

    private static final int DEFAULT_LIMIT = 20;

    private final PostStore posts;
    private final PostDocuments documents;
    private final Illustrator illustrator;
    private final Credits credits;
    private final TenantResolver tenants;
    private final Supplier<UUID> ids;

    public PostRoutes(
            Vertx vertx,
            PostStore posts,
            Illustrator illustrator,
            Credits credits,
            TenantResolver tenants,
            Supplier<UUID> ids) {
        this.posts = posts;
        this.documents = new PostDocuments(vertx);
        this.illustrator = illustrator;
        this.credits = credits;
        this.tenants = tenants;
        this.ids = ids;
    }

    /** {@code GET /api/v1/posts} */
    public void list(RoutingContext context) {
        int limit = Preferences.integer(context.request().getParam("limit")).orElse(DEFAULT_LIMIT);
        Optional<String> cursor = Optional.ofNullable(context.request().getParam("cursor"));
        Optional<PostStore.Cursor> after = cursor.flatMap(PostJson::parseCursor);
        if (cursor.isPresent() && after.isEmpty()) {
            context.fail(ErrorResponse.DetailedFailure.invalid("cursor", "must be the nextCursor of an earlier page"));
            return;
        }
        posts.list(RequestOwner.of(context), after, limit)
                .onSuccess(page -> JsonResponses.json(context, 200, page(page)))
                .onFailure(context::fail);
    }

    private static JsonObject page(PostStore.Page page) {
        List<Post> posts = page.posts();
        return new JsonObject()
                .put("success", true)
                .put("posts", new JsonArray(posts.stream().map(PostJson::of).toList()))
                .put(
                        "nextCursor",
                        page.more()
                                ? PostJson.cursor(posts.get(posts.size() - 1).summary())
                                : null);
    }

    /** {@code GET /api/v1/posts/:postId}: as JSON, or as a document in Markdown or HTML. */
    public void get(RoutingContext context) {
        PostFormat format = PostFormat.of(context.request());
        posts.find(id(context), RequestOwner.of(context))
                .compose(post -> documents.respond(context, post, format))
                .onFailure(cause -> {
                    if (!context.response().ended() && !context.response().closed()) {
                        context.fail(cause);
                    }
                });
    }

    /** {@code POST /api/v1/posts} */
    public void create(RoutingContext context) {
        JsonObject body = JsonBodies.object(context);
        PostStore.Draft draft = new PostStore.Draft(
                CleanText.line(body.getString("title")),
                content(context, body).orElse(""),
                Optional.ofNullable(body.getString("status")).orElse("draft"),
                Optional.ofNullable(body.getString("organizationId")).map(UUID::fromString),
                PostJson.meta(body));
        Owner owner = RequestOwner.of(context);
        Future<Void> stored = owner.userId()
                .map(user -> credits.ensureUser(user).<Void>mapEmpty())
                .orElseGet(Future::succeededFuture);
        respond(
                context,
                201,
                stored.compose(done ->
                        posts.create(ids.get(), owner, tenants.of(context).key(), draft)));
    }

    /** {@code PUT /api/v1/posts/:postId}: missing members are not changed. */
    public void update(RoutingContext context) {
        respond(context, 200, posts.update(id(context), RequestOwner.of(context), change(context), Optional.empty()));
    }

    /** {@code PATCH /api/v1/posts/:postId}: as {@link #update}, with {@code If-Match}. */
    public void patch(RoutingContext context) {
        PostStore.Change change = change(context);
        if (change.isEmpty()) {
            context.fail(ErrorResponse.DetailedFailure.invalid("", "must have a member to change"));
            return;
        }
        respond(
                context,
                200,
                posts.update(id(context), RequestOwner.of(context), change, EntityTags.ifMatch(context.request())));
    }

    private static PostStore.Change change(RoutingContext context) {
        JsonObject body = JsonBodies.object(context);
        return new PostStore.Change(
                Optional.ofNullable(body.getString("title")).map(CleanText::line),
                content(context, body),
                Optional.ofNullable(body.getString("status")),
                PostJson.meta(body));
    }

    /** {@code DELETE /api/v1/posts/:postId} */
    public void delete(RoutingContext context) {
        posts.delete(id(context), RequestOwner.of(context), EntityTags.ifMatch(context.request()))
                .onSuccess(deleted -> JsonResponses.json(context, 200, new JsonObject().put("success", true)))
                .onFailure(context::fail);
    }

    private static void respond(RoutingContext context, int status, Future<Post> post) {
        post.onSuccess(found -> {
                    context.response()
                            .putHeader(
                                    HttpHeaders.ETAG,
                                    EntityTags.of(found.summary().updatedAt()));
                    JsonResponses.json(
                            context,
                            status,
                            new JsonObject().put("success", true).put("post", PostJson.of(found)));
                })
                .onFailure(context::fail);
    }

    private static UUID id(RoutingContext context) {
        return PathIds.of(context, "postId");
    }

    private static Optional<String> content(RoutingContext context, JsonObject body) {
        return Optional.ofNullable(body.getString("content")).map(CleanText::of).map(ImageUrls.of(context)::relative);
    }

    /** {@code POST /api/images/generate-for-blog} */
    public void illustrate(RoutingContext context) {
        Illustrator.Request request = imageRequest(context, JsonBodies.object(context), RequestOwner.of(context));
        Cancellation cancellation = new Cancellation();
        context.response().closeHandler(closed -> cancellation.cancel());
        illustrator
                .illustrate(request, new CallScope(cancellation, usage -> {}, RequestSpan.of(context)))
                .timeout(RESPONSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(result -> JsonResponses.json(context, 200, json(request, result)))
                .onFailure(cause -> {
                    cancellation.cancel();
                    context.fail(cause instanceof TimeoutException ? timedOut(cause) : cause);
                });
    }

    private static Illustrator.Request imageRequest(RoutingContext context, JsonObject body, Owner owner) {
        return new Illustrator.Request(
                UUID.fromString(body.getString("blogPostId")),
                owner,
                content(context, body).filter(content -> !content.isBlank()),
                title(body.getValue("topic")),
                Optional.ofNullable(body.getString("organizationId")).map(UUID::fromString));
    }

    /** Existing frontends send the topic object of the job; a title as text is accepted too. */
    private static Optional<String> title(Object topic) {
        Object title = topic instanceof JsonObject object ? object.getValue("title") : topic;
        return title instanceof String text && !text.isBlank() ? Optional.of(CleanText.line(text)) : Optional.empty();
    }

    private static JsonObject json(Illustrator.Request request, Illustrated result) {
        JsonObject json = new JsonObject()
                .put("success", result.missing().isEmpty())
                .put("content", result.content())
                .put("blogPostId", request.postId().toString());
        if (!result.missing().isEmpty()) {
            json.put("message", message(result.missing()))
                    .put(
                            "errors",
                            new JsonArray(result.missing().stream()
                                    .map(PostRoutes::error)
                                    .toList()));
        }
        return json;
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

    private static Failure timedOut(Throwable cause) {
        return new Failure(
                ErrorCode.OVERLOADED,
                "Generating the images took too long. Try again: finished images are kept.",
                cause);
    }
}
