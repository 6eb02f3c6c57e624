package dev.pressroom.http.job;

import dev.pressroom.account.Credits;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.http.request.ErrorResponse;
import dev.pressroom.job.Owner;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Adds the user's credit balance to {@code INSUFFICIENT_CREDITS} (402). */
public final class PaymentRequired {
    private final Credits credits;

    public PaymentRequired(Credits credits) {
        this.credits = credits;
    }

    /**
     * Recovers from a failed submission.
     *
     * @return fails with {@code cause}, or with the same failure and the member {@code data} when credits are missing
     */
    <T> Future<T> withBalance(Throwable cause, Owner owner) {
        if (!(cause instanceof Failure failure)
                || failure.code() != ErrorCode.INSUFFICIENT_CREDITS
                || owner.userId().isEmpty()) {
            return Future.failedFuture(cause);
        }
        return credits.balance(owner.userId().get())
                .compose(found -> Future.failedFuture(found.<Throwable>map(balance -> new ErrorResponse.DetailedFailure(
                                failure.code(),
                                failure.getMessage(),
                                new JsonObject()
                                        .put(
                                                "data",
                                                new JsonObject()
                                                        .put("currentPlan", balance.plan())
                                                        .put("creditsUsed", balance.used())
                                                        .put("creditsAvailable", balance.available())
                                                        .put("upgradeUrl", "/pricing"))))
                        .orElse(cause)));
    }
}
