package stockledger.command.dispatch;

import java.util.Set;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.MetaData;

/**
 * Marks a command whose stream the sender has looked up and not found, so that it is not read again. If the stream exists
 * by then, the event store refuses the first event and the command is retried without the mark.
 */
final class NewStreamHint {

    private static final String KEY = "noStreamYet";

    private NewStreamHint() {}

    static MetaData in(MetaData metaData) {
        return metaData.and(KEY, true);
    }

    static MetaData removedFrom(MetaData metaData) {
        return metaData.withoutKeys(Set.of(KEY));
    }

    static boolean isIn(Message<?> command) {
        return command.getMetaData().containsKey(KEY);
    }
}
