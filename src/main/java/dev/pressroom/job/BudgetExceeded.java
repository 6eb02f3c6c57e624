package dev.pressroom.job;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;

/** {@code BUDGET_EXCEEDED} with the state of the tenant's month. */
public final class BudgetExceeded extends Failure {
    private final transient Budgets.State state;

    BudgetExceeded(Budgets.State state) {
        super(
                ErrorCode.BUDGET_EXCEEDED,
                "The budget of this month is used up. New jobs are accepted again on the first day of the next month (UTC).");
        this.state = state;
    }

    public Budgets.State state() {
        return state;
    }
}
