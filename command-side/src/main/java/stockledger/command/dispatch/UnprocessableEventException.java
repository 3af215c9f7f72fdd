package stockledger.command.dispatch;

import org.axonframework.eventhandling.EventMessage;

/** A reader cannot process one event of a batch. */
public final class UnprocessableEventException extends RuntimeException {

    private final transient EventMessage<?> event;

    /** An event, and what processing it has thrown. */
    public UnprocessableEventException(EventMessage<?> event, Throwable cause) {
        super("an event cannot be processed", cause);
        this.event = event;
    }

    EventMessage<?> event() {
        return event;
    }
}
