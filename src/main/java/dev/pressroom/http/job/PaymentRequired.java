package dev.pressroom.http.job;

import dev.pressroom.account.Credits;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.http.request.ErrorResponse;
import dev.pressroom.job.Owner;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Adds to a 402 how the user stands. */
public final class PaymentRequired {
    private final Credits credits;

    public PaymentRequired(Credits credits) {
        this.credits = credits;
    }

    /** The same failure, explained where it is one of credits. */
    <T> Future<T> explained(Throwable cause, Owner caller) {
        if (!(cause instanceof Failure failure)
                || failure.code() != ErrorCode.INSUFFICIENT_CREDITS
                || caller.userId().isEmpty()) {
            return Future.failedFuture(cause);
        }
        return credits.of(caller.userId().get())
                .compose(stand -> Future.failedFuture(stand.<Throwable>map(s -> new ErrorResponse.DetailedFailure(
                                failure.code(),
                                failure.getMessage(),
                                new JsonObject()
                                        .put(
                                                "data",
                                                new JsonObject()
                                                        .put("currentPlan", s.plan())
                                                        .put("creditsUsed", s.used())
                                                        .put("creditsAvailable", s.available())
                                                        .put("upgradeUrl", "/pricing"))))
                        .orElse(cause)));
    }
}
