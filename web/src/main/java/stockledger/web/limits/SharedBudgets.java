package stockledger.web.limits;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import java.util.concurrent.CompletionStage;

/** The budgets of callers that all processes share. */
public interface SharedBudgets {

    /** A budget of one caller. */
    interface Budget {

        /** Takes one request from the budget; completes without blocking a thread, or fails when the store is not reached. */
        CompletionStage<ConsumptionProbe> take();
    }

    /** The budget of a caller. Sends nothing. */
    Budget of(String caller, BucketConfiguration size);
}
