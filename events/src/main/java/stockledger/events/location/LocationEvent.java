package stockledger.events.location;

import com.fasterxml.jackson.annotation.JsonTypeName;
import org.axonframework.serialization.Revision;
import stockledger.events.LocationId;

/** The life of a place that holds stock. Its stream is {@link LocationId#stream()}. */
public sealed interface LocationEvent {

    /** The place it happened to. */
    LocationId id();

    /** A place that can hold stock was opened. */
    @JsonTypeName("location.LocationOpened")
    @Revision("1")
    record LocationOpened(LocationId id, String name) implements LocationEvent {}
}
