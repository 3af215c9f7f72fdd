package stockledger.command.location;

import com.fasterxml.jackson.annotation.JsonTypeName;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import stockledger.events.LocationId;

/** The commands of a location. */
public sealed interface LocationCommand {

    /** The location that decides the command. */
    LocationId id();

    /** The stream of the aggregate that decides the command. */
    @TargetAggregateIdentifier
    default String stream() {
        return id().stream();
    }

    /** Opens a location. */
    @JsonTypeName("location.OpenLocation")
    record OpenLocation(LocationId id, String name) implements LocationCommand {}
}
