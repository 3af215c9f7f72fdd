package stockledger.query.apikey;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import stockledger.events.Provenance;
import stockledger.events.apikey.ApiKeyEvent;
import stockledger.events.apikey.ApiKeyEvent.ApiKeyIssued;
import stockledger.web.security.ApiKeyEvents;

/** The API keys of this side's event store. */
final class StoredApiKeys implements ApiKeyEvents {

    private final EventStore store;

    StoredApiKeys(EventStore store) {
        this.store = store;
    }

    @Override
    public List<Change> after(long sequence) {
        return store.readEvents(ApiKeyEvent.STREAM, sequence + 1)
                .asStream()
                .<Change>map(StoredApiKeys::change)
                .toList();
    }

    private static Change change(DomainEventMessage<?> message) {
        String actor = String.valueOf(message.getMetaData().getOrDefault(Provenance.ACTOR, "anonymous"));
        long sequence = message.getSequenceNumber();
        Instant at = message.getTimestamp();
        if (message.getPayload() instanceof ApiKeyIssued key) {
            Issued issued = new Issued(key.name(), Set.copyOf(key.scopes()), key.hash(), key.expiresAt());
            return new Change(sequence, at, actor, key.id(), issued);
        }
        return new Change(sequence, at, actor, ((ApiKeyEvent) message.getPayload()).id(), null);
    }
}
