package stockledger.events.store.lookup;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackingToken;

/** Reads single events and parts of many streams, where Axon's interface reads one stream from an event to its end. */
public interface StoredEvents {

    /**
     * Where an event is.
     *
     * @param stream identifier of its aggregate
     * @param sequence its sequence number in that stream, from 0
     */
    record Address(String stream, long sequence) {}

    /**
     * A part of a stream.
     *
     * @param first sequence number of its first event
     * @param last sequence number of its last event
     */
    record Range(String stream, long first, long last) {}

    /** The events of these parts, each by its stream in the order of that; what a stream does not have is left out. */
    Map<String, List<DomainEventMessage<?>>> readRanges(Collection<Range> ranges);

    /** The events at these addresses; addresses without an event are left out. */
    default Map<Address, DomainEventMessage<?>> read(Collection<Address> addresses) {
        List<Range> ranges = addresses.stream()
                .map(address -> new Range(address.stream(), address.sequence(), address.sequence()))
                .toList();
        Map<Address, DomainEventMessage<?>> events = new HashMap<>();
        readRanges(ranges)
                .forEach((stream, ofStream) ->
                        ofStream.forEach(event -> events.put(new Address(stream, event.getSequenceNumber()), event)));
        return events;
    }

    /** The global positions of events. Stores whose tokens name each event's own position give none. */
    Map<Address, Long> positionsOf(Collection<Address> addresses);

    /** A text from which {@link #tokenOf} makes the token again: the global position, and late events that are awaited. */
    String textOf(TrackingToken token);

    /**
     * The token of a text, or of a global position.
     *
     * @throws IllegalArgumentException when the text is neither
     */
    TrackingToken tokenOf(String text);
}
