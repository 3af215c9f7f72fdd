package stockledger.query.projection;

/** A projection cannot fold an event, or its document is refused by MongoDB: it stops at this event, and retries. */
final class UnprocessableEventException extends RuntimeException {

    private final transient ProjectedEvent event;

    UnprocessableEventException(ProjectedEvent event, Throwable cause) {
        super("event " + event.sequence() + " of " + event.stream() + " cannot be processed", cause);
        this.event = event;
    }

    ProjectedEvent event() {
        return event;
    }
}
