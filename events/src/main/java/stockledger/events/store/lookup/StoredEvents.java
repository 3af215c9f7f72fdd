package stockledger.events.store.lookup;

import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackingToken;

/** Reads single events of the event store by their streams, which Axon's interface reads only from an event to the end. */
public interface StoredEvents {

    /**
     * Where an event is.
     *
     * @param stream identifier of its aggregate
     * @param sequence its sequence number in that stream, from 0
     */
    record Address(String stream, long sequence) {}

    /** The events at these addresses; addresses without an event are left out. */
    Map<Address, DomainEventMessage<?>> read(Collection<Address> addresses);

    /** The global position of an event where its token may name a later one; empty where tokens name it exactly. */
    OptionalLong positionOf(Address event);

    /** A text from which {@link #tokenOf} makes the token again: the global position, and late events that are awaited. */
    String textOf(TrackingToken token);

    /**
     * The token of a text, or of a global position.
     *
     * @throws IllegalArgumentException when the text is neither
     */
    TrackingToken tokenOf(String text);
}
