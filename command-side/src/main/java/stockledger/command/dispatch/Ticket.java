package stockledger.command.dispatch;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whether the commands of a sender still wait in a queue. A sender that waits no longer withdraws them: then they are never
 * executed, and it knows that. Otherwise they may be stored.
 */
final class Ticket {

    private enum State {
        QUEUED,
        EXECUTED,
        WITHDRAWN
    }

    private final @Nullable Deadline deadline = RequestContext.currentDeadline();
    private final AtomicReference<State> state = new AtomicReference<>(State.QUEUED);

    /** Begins the execution; false when nobody waits for it any more. */
    boolean execute() {
        if (Deadline.hasPassed(deadline)) {
            withdraw();
        }
        return state.compareAndSet(State.QUEUED, State.EXECUTED);
    }

    /** Queues them again after a conflict, which has stored nothing. */
    void queueAgain() {
        state.compareAndSet(State.EXECUTED, State.QUEUED);
    }

    /** Takes them out of the queue; false when they are executed already. */
    boolean withdraw() {
        return state.compareAndSet(State.QUEUED, State.WITHDRAWN);
    }
}
