package dev.pressroom.post;

import dev.pressroom.base.CallScope;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.TextWork;
import dev.pressroom.image.BrandColors;
import dev.pressroom.image.ImageStore;
import dev.pressroom.job.Owner;
import dev.pressroom.model.ImageModel;
import dev.pressroom.organization.OrganizationStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Replaces the placeholders of a post by images. Holds no lock while it draws: it stores the new content only if the
 * post is unchanged (compare and set).
 */
public final class Illustrator {
    private static final int MAX_ROUNDS = 4;

    private final PostStore posts;
    private final OrganizationStore organizations;
    private final PostImages images;
    private final Duration timeout;

    /** @param timeout for drawing; images that are not ready then are reported as missing */
    public Illustrator(
            Vertx vertx,
            PostStore posts,
            ImageStore images,
            OrganizationStore organizations,
            ImageModel model,
            Duration timeout) {
        this.posts = posts;
        this.organizations = organizations;
        this.images = new PostImages(vertx, images, model);
        this.timeout = timeout;
    }

    /**
     * @param owner of the post
     * @param content edited by the client; it becomes the content of the post. Empty: the stored content
     * @param title the topic of the images; empty: the title of the post
     * @param organization whose brand colours are used; empty: that of the post
     */
    public record Request(
            UUID postId, Owner owner, Optional<String> content, Optional<String> title, Optional<UUID> organization) {}

    /** @param missing images that could not be drawn, in the order of the text */
    public record Illustrated(String content, List<Missing> missing) {}

    /** @param text the text that replaces the placeholder */
    public record Missing(String text, Failure reason) {}

    /**
     * Draws the images and stores the post. Fails with {@code NOT_FOUND} when the post does not belong to the owner,
     * with {@code POST_CHANGED} when it was edited meanwhile and the request has an edited content, and with {@code
     * CANCELLED}, without a change, when the cancellation of the scope was cancelled.
     */
    public Future<Illustrated> illustrate(Request request, CallScope scope) {
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        return posts.find(request.postId(), request.owner())
                .compose(post -> colors(request, post)
                        .compose(colors -> new Work(request, colors, deadlineNanos, scope)
                                .round(post, request.content().orElse(post.content()), MAX_ROUNDS)));
    }

    private Future<Optional<BrandColors>> colors(Request request, Post post) {
        return request.organization()
                .or(() -> post.summary().organizationId())
                .map(organization -> organizations
                        .context(request.owner(), organization)
                        .map(context -> context.getValue("brandColors") instanceof JsonObject colors
                                ? BrandColors.of(colors)
                                : Optional.<BrandColors>empty()))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    private final class Work {
        private final Request request;
        private final Optional<BrandColors> colors;
        private final long deadlineNanos;
        private final CallScope scope;

        Work(Request request, Optional<BrandColors> colors, long deadlineNanos, CallScope scope) {
            this.request = request;
            this.colors = colors;
            this.deadlineNanos = deadlineNanos;
            this.scope = scope;
        }

        Future<Illustrated> round(Post post, String content, int rounds) {
            return illustrated(post, content).compose(result -> stored(post, content, result, rounds));
        }

        private Future<Illustrated> illustrated(Post post, String content) {
            return TextWork.run(content, () -> ImageSlot.in(content, request.postId()))
                    .compose(slots -> illustrated(post, content, slots));
        }

        private Future<Illustrated> illustrated(Post post, String content, List<ImageSlot> slots) {
            String title = request.title().orElse(post.summary().title());
            Duration left = Duration.ofNanos(deadlineNanos - System.nanoTime());
            return images.draw(request.postId(), slots, title, colors, left, scope)
                    .map(missing -> replaced(content, slots, missing));
        }

        private Future<Illustrated> stored(Post post, String content, Illustrated result, int rounds) {
            if (result.content().equals(post.content())) {
                return Future.succeededFuture(result);
            }
            return posts.replaceContent(request.postId(), request.owner(), post.content(), result.content())
                    .compose(written -> written
                            ? Future.succeededFuture(result)
                            : posts.find(request.postId(), request.owner())
                                    .compose(now -> again(post, content, result, now, rounds)));
        }

        /**
         * The post was changed meanwhile. Images are added to the new content, unless the request has an edited
         * content: that must not overwrite the change.
         */
        private Future<Illustrated> again(Post before, String content, Illustrated result, Post now, int rounds) {
            if (result.content().equals(now.content())) {
                return Future.succeededFuture(result);
            }
            boolean edited = !content.equals(before.content());
            return edited || rounds == 1 ? Future.failedFuture(changed()) : round(now, now.content(), rounds - 1);
        }
    }

    private static Illustrated replaced(String content, List<ImageSlot> slots, Map<UUID, Failure> missing) {
        StringBuilder text = new StringBuilder();
        List<Missing> left = new ArrayList<>();
        int from = 0;
        for (ImageSlot slot : slots) {
            Failure reason = missing.get(slot.imageId());
            text.append(content, from, slot.placeholder().start())
                    .append(reason == null ? slot.withImage() : slot.withoutImage());
            from = slot.placeholder().end();
            if (reason != null) {
                left.add(new Missing(slot.placeholder().text(), reason));
            }
        }
        return new Illustrated(text.append(content, from, content.length()).toString(), List.copyOf(left));
    }

    private static Failure changed() {
        return new Failure(
                ErrorCode.POST_CHANGED,
                "The post was changed while its images were drawn. Read it again, then send the new content.");
    }
}
