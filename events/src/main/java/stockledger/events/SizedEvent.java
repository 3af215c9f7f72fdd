package stockledger.events;

/** An event as a reader receives it, with the size of its stored payload: what readers hold is bounded in bytes. */
public interface SizedEvent {

    /** Size of the stored payload, in bytes. */
    int payloadBytes();

    /** That of any message; 0 when it is unknown. */
    static int bytesOf(Object message) {
        return message instanceof SizedEvent sized ? sized.payloadBytes() : 0;
    }
}
