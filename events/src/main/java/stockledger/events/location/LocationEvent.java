package stockledger.events.location;

import com.fasterxml.jackson.annotation.JsonTypeName;
import org.axonframework.serialization.Revision;
import stockledger.events.LocationId;

/** Events of a location that holds stock, in the stream {@link LocationId#stream()}. */
public sealed interface LocationEvent {

    LocationId id();

    /** A location that can hold stock was opened. */
    @JsonTypeName("location.LocationOpened")
    @Revision("1")
    record LocationOpened(LocationId id, String name) implements LocationEvent {}
}
