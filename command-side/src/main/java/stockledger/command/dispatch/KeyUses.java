package stockledger.command.dispatch;

import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;

/**
 * Records the use of idempotency keys. Each key has a stream of its own, since the aggregate that remembers a request knows
 * no other: the same key with another SKU would be decided by another aggregate.
 */
@FunctionalInterface
public interface KeyUses {

    /** The key of one request. */
    interface Use {

        /** Whether this process knows that the key was used before; if not, it may have been used in another process. */
        boolean isKnown();

        /** The command that refuses when the key belongs to another request. */
        Object check();

        /**
         * The command that records the key for its first request, and refuses any other.
         *
         * @param effect stream of the request's effect
         */
        Object record(String effect);
    }

    /** The key of a command by its metadata; null when it has none, or its use is recorded already. */
    @Nullable
    Use of(MetaData command);
}
