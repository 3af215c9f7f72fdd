package stockledger.command.dispatch;

import org.axonframework.messaging.Message;
import org.axonframework.messaging.MetaData;

/**
 * A sender's word that it has looked and there is no stream yet, so that nobody need look again. Should one have come
 * to be meanwhile, the event store refuses the first event, and the command is decided again without this word.
 */
final class NewStreamHint {

    private static final String KEY = "noStreamYet";

    private NewStreamHint() {}

    static MetaData in(MetaData facts) {
        return facts.and(KEY, true);
    }

    static boolean isSaidBy(Message<?> command) {
        return command.getMetaData().containsKey(KEY);
    }
}
