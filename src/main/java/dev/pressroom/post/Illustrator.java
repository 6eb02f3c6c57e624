package dev.pressroom.post;

import dev.pressroom.base.Cancellation;
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

/** Puts images in the place of a post's placeholders. Holds no lock while it draws: it compares before it writes. */
public final class Illustrator {
    private static final int ROUNDS = 4;

    private final PostStore posts;
    private final OrganizationStore organizations;
    private final PostImages images;
    private final Duration within;

    /** @param within how long drawing may take; what is not done then is left out */
    public Illustrator(
            Vertx vertx,
            PostStore posts,
            ImageStore images,
            OrganizationStore organizations,
            ImageModel model,
            Duration within) {
        this.posts = posts;
        this.organizations = organizations;
        this.images = new PostImages(vertx, images, model);
        this.within = within;
    }

    /**
     * @param caller a user
     * @param content that the caller has; empty: the stored one. It becomes the post's, with its images
     * @param title of the topic; empty: the post's
     * @param organization whose colours to take; empty: the post's
     */
    public record Order(
            UUID postId, Owner caller, Optional<String> content, Optional<String> title, Optional<UUID> organization) {}

    /** @param missing what could not be drawn, in the order of the text */
    public record Illustrated(String content, List<Missing> missing) {}

    /** @param text that stands in its place */
    public record Missing(String text, Failure reason) {}

    /**
     * Illustrates the post and stores it. Fails with {@code NOT_FOUND} when it is not the user's, with
     * {@code POST_CHANGED} when it was edited meanwhile and the caller's content is another, and with {@code CANCELLED},
     * leaving the post as it was, when {@code cancellation} struck.
     */
    public Future<Illustrated> illustrate(Order order, Cancellation cancellation) {
        long end = System.nanoTime() + within.toNanos();
        return posts.find(order.postId(), order.caller())
                .compose(post -> colors(order, post)
                        .compose(colors -> new Work(order, colors, end, cancellation)
                                .round(post, order.content().orElse(post.content()), ROUNDS)));
    }

    private Future<Optional<BrandColors>> colors(Order order, Post post) {
        return order.organization()
                .or(() -> post.summary().organizationId())
                .map(organization -> organizations
                        .context(order.caller(), organization)
                        .map(context -> context.getValue("brandColors") instanceof JsonObject colors
                                ? BrandColors.of(colors)
                                : Optional.<BrandColors>empty()))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    private final class Work {
        private final Order order;
        private final Optional<BrandColors> colors;
        private final long end;
        private final Cancellation cancellation;

        Work(Order order, Optional<BrandColors> colors, long end, Cancellation cancellation) {
            this.order = order;
            this.colors = colors;
            this.end = end;
            this.cancellation = cancellation;
        }

        Future<Illustrated> round(Post post, String content, int rounds) {
            return illustrated(post, content).compose(result -> stored(post, content, result, rounds));
        }

        private Future<Illustrated> illustrated(Post post, String content) {
            return TextWork.run(content, () -> ImageSlot.in(content, order.postId()))
                    .compose(spots -> illustrated(post, content, spots));
        }

        private Future<Illustrated> illustrated(Post post, String content, List<ImageSlot> spots) {
            String title = order.title().orElse(post.summary().title());
            Duration left = Duration.ofNanos(end - System.nanoTime());
            return images.draw(spots, title, colors, left, cancellation)
                    .map(missing -> replaced(content, spots, missing));
        }

        private Future<Illustrated> stored(Post post, String content, Illustrated result, int rounds) {
            if (result.content().equals(post.content())) {
                return Future.succeededFuture(result);
            }
            return posts.replaceContent(order.postId(), order.caller(), post.content(), result.content())
                    .compose(written -> written
                            ? Future.succeededFuture(result)
                            : posts.find(order.postId(), order.caller())
                                    .compose(now -> again(post, content, result, now, rounds)));
        }

        /** Somebody was quicker. Images go into what is there now; an edit of the caller's must not overwrite it. */
        private Future<Illustrated> again(Post before, String content, Illustrated result, Post now, int rounds) {
            if (result.content().equals(now.content())) {
                return Future.succeededFuture(result);
            }
            boolean edited = !content.equals(before.content());
            return edited || rounds == 1 ? Future.failedFuture(changed()) : round(now, now.content(), rounds - 1);
        }
    }

    private static Illustrated replaced(String content, List<ImageSlot> spots, Map<UUID, Failure> missing) {
        StringBuilder text = new StringBuilder();
        List<Missing> left = new ArrayList<>();
        int from = 0;
        for (ImageSlot spot : spots) {
            Failure reason = missing.get(spot.imageId());
            text.append(content, from, spot.placeholder().start())
                    .append(reason == null ? spot.withImage() : spot.withoutImage());
            from = spot.placeholder().end();
            if (reason != null) {
                left.add(new Missing(spot.placeholder().text(), reason));
            }
        }
        return new Illustrated(text.append(content, from, content.length()).toString(), List.copyOf(left));
    }

    private static Failure changed() {
        return new Failure(
                ErrorCode.POST_CHANGED,
                "The post was changed while its images were drawn. Read it again, then send what it is to become.");
    }
}
