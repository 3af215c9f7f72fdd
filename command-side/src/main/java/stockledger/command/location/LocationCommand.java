package stockledger.command.location;

import org.axonframework.modelling.command.TargetAggregateIdentifier;
import stockledger.events.LocationId;

/** What may be asked of a place that holds stock. */
public sealed interface LocationCommand {

    /** The place that decides. */
    LocationId id();

    /** The stream that the command is decided on. */
    @TargetAggregateIdentifier
    default String stream() {
        return id().stream();
    }

    /** Opens a place for stock. */
    record OpenLocation(LocationId id, String name) implements LocationCommand {}
}
