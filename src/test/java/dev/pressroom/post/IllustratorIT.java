package dev.pressroom.post;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.CallScope;
import dev.pressroom.base.Cancellation;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.config.Settings;
import dev.pressroom.image.Image;
import dev.pressroom.image.ImageStore;
import dev.pressroom.job.Owner;
import dev.pressroom.model.ImageModel;
import dev.pressroom.model.ImagePrompt;
import dev.pressroom.organization.OrganizationStore;
import dev.pressroom.post.Illustrator.Illustrated;
import dev.pressroom.support.Posts;
import dev.pressroom.support.Stores;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Illustrating against the clock. */
class IllustratorIT {
    private final Stores stores = Stores.open();
    private final Posts posts = new Posts(stores.url());
    private final UUID user = UUID.randomUUID();

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void whatIsNotReadyInTimeIsLeftOutAndTheRestStored() {
        UUID post = posts.saved(user, "Bread", "![IMAGE:slow:Never done] ![IMAGE:quick:Done]");

        Illustrated result = illustrate(post, Duration.ofSeconds(3));

        assertThat(result.missing())
                .extracting(missing -> missing.reason().code())
                .containsExactly(ErrorCode.MODEL_TIMEOUT);
        assertThat(result.content()).startsWith("*Never done* ![Done](/api/v1/images/");
        assertThat(posts.content(post)).isEqualTo(result.content());
    }

    private static final Settings.Limits NO_LIMITS = new Settings.Limits(
            OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), Optional.empty());

    private Illustrated illustrate(UUID post, Duration within) {
        return stores.done(() -> new Illustrator(
                        stores.vertx(),
                        new PostStore(stores.database(), NO_LIMITS),
                        new ImageStore(stores.database()),
                        new OrganizationStore(stores.database()),
                        new SlowOrQuick(),
                        within)
                .illustrate(
                        new Illustrator.Request(
                                post, Owner.user(user), Optional.empty(), Optional.empty(), Optional.empty()),
                        CallScope.uncounted(new Cancellation())));
    }

    /** Draws what is of type quick at once, and anything else never. */
    private static final class SlowOrQuick implements ImageModel {
        @Override
        public String name() {
            return "slow or quick";
        }

        @Override
        public Future<Image> draw(ImagePrompt prompt, CallScope scope) {
            if (prompt.type().equals("quick")) {
                return Future.succeededFuture(new Image(Image.SVG, Buffer.buffer("<svg/>")));
            }
            Promise<Image> never = Promise.promise();
            scope.cancellation().onCancel(() -> never.fail(new Failure(ErrorCode.CANCELLED, "Cancelled")));
            return never.future();
        }
    }
}
