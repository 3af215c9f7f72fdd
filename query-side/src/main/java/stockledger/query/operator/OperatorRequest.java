package stockledger.query.operator;

import org.jspecify.annotations.Nullable;

/**
 * The body of a request of an operator: a record with the component {@code reason} beside others, read by
 * {@link OperatorRequests}. For the API description the component is annotated
 * {@code @NotNull @Size(min = 1, max = OperatorRequests.MAX_REASON)}.
 */
public interface OperatorRequest {

    /** Why the operator does it. */
    @Nullable
    String reason();
}
