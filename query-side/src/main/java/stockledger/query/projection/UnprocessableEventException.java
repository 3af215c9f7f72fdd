package stockledger.query.projection;

/** An event cannot be read or folded, or MongoDB refuses the document that it makes: its key is parked, or its projection stops. */
public final class UnprocessableEventException extends RuntimeException {

    private final transient ProjectedEvent event;

    UnprocessableEventException(ProjectedEvent event, Throwable cause) {
        super("event " + event.sequence() + " of " + event.stream() + " cannot be processed", cause);
        this.event = event;
    }

    public ProjectedEvent event() {
        return event;
    }
}
