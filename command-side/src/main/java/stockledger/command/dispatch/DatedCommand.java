package stockledger.command.dispatch;

import java.time.Instant;

/**
 * A command with a time that defaults to now. Executed after its caller was answered, it is dated: now is the time at
 * which it was accepted, since other commands were acknowledged in between.
 */
public interface DatedCommand {

    /**
     * The same command, with the time of its acceptance where its caller gave no time.
     *
     * @param acceptedAt when the request or the upload was accepted
     */
    Object acceptedAt(Instant acceptedAt);

    /** A command as it is executed in the current context: dated when it is executed later than it was accepted. */
    static Object dated(Object command) {
        Instant acceptedAt = RequestContext.currentAcceptedAt();
        return acceptedAt != null && command instanceof DatedCommand dated ? dated.acceptedAt(acceptedAt) : command;
    }
}
