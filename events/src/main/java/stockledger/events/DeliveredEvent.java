package stockledger.events;

/** An event as a reader receives it: with its size, since what readers hold is bounded in bytes. */
public interface DeliveredEvent {

    /** Size of the stored payload, in bytes. */
    int payloadBytes();

    /** Whether it was read after an event with a later position, which its tracking token has instead of its own. */
    boolean appendedLate();

    /** The size of any message's payload; 0 when it is unknown. */
    static int bytesOf(Object message) {
        return message instanceof DeliveredEvent event ? event.payloadBytes() : 0;
    }

    /** Whether the token of a message has another position than its own. */
    static boolean isLate(Object message) {
        return message instanceof DeliveredEvent event && event.appendedLate();
    }
}
