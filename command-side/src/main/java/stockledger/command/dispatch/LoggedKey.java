package stockledger.command.dispatch;

import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/** Whether an aggregate logged the idempotency key of the command that the current unit of work executes. */
public final class LoggedKey {

    private static final String STREAM = LoggedKey.class.getName();

    private LoggedKey() {}

    /** Called by the aggregate of a stream once it has logged the key with an answer. */
    public static void by(String stream) {
        CurrentUnitOfWork.get().root().resources().put(STREAM, stream);
    }

    /** The stream that logged the key since the last call; null for none. */
    static @Nullable String take(UnitOfWork<?> unit) {
        return (String) unit.root().resources().remove(STREAM);
    }
}
