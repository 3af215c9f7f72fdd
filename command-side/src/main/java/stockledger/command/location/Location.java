package stockledger.command.location;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import com.fasterxml.jackson.annotation.JsonTypeName;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import stockledger.command.dispatch.Outcome;
import stockledger.command.dispatch.idempotency.IdempotentAggregate;
import stockledger.command.location.LocationCommand.OpenLocation;
import stockledger.command.location.LocationRefusal.LocationExists;
import stockledger.events.location.LocationEvent.LocationOpened;

/** A location that holds stock. The names of the fields are part of stored snapshots. */
@AggregateRoot(type = "location")
@JsonTypeName("snapshot.location")
@Revision("1")
final class Location extends IdempotentAggregate<String> {

    Location() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<String> open(OpenLocation command) {
        if (stream != null) {
            throw new LocationExists(command.id());
        }
        apply(new LocationOpened(command.id(), command.name()));
        return Outcome.of(command.name(), command.stream());
    }

    @Override
    protected @Nullable String answerTo(Object event) {
        return event instanceof LocationOpened opened ? opened.name() : null;
    }

    @EventSourcingHandler
    void on(LocationOpened event) {
        stream = event.id().stream();
    }
}
