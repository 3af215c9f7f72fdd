package stockledger.command.bulk;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import com.fasterxml.jackson.annotation.JsonTypeName;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import stockledger.command.bulk.UploadCommand.StoreChunk;
import stockledger.command.dispatch.Outcome;
import stockledger.events.bulk.UploadEvent;
import stockledger.events.bulk.UploadEvent.ChunkStored;

/** One chunk of an upload. The aggregate does not keep the rows: workers read them from the event. */
@AggregateRoot(type = "chunk")
@JsonTypeName("snapshot.chunk")
@Revision("1")
final class Chunk {

    @AggregateIdentifier
    private @Nullable String stream;

    Chunk() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<Boolean> store(StoreChunk command) {
        boolean fresh = stream == null;
        if (fresh) {
            apply(new ChunkStored(command.upload(), command.part(), command.number(), command.rows()));
        }
        return Outcome.of(fresh, command.stream());
    }

    @EventSourcingHandler
    void on(ChunkStored event) {
        stream = UploadEvent.stream(event.upload(), event.part(), event.number());
    }
}
