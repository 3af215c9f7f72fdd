package stockledger.command.apikey;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import stockledger.command.apikey.ApiKeyCommand.IssueApiKey;
import stockledger.command.apikey.ApiKeyCommand.RevokeApiKey;
import stockledger.command.apikey.ApiKeyRefusal.ApiKeyNotFound;
import stockledger.command.apikey.ApiKeyRefusal.TooManyApiKeys;
import stockledger.command.dispatch.Outcome;
import stockledger.command.dispatch.idempotency.IdempotentAggregate;
import stockledger.events.apikey.ApiKeyEvent;
import stockledger.events.apikey.ApiKeyEvent.ApiKeyIssued;
import stockledger.events.apikey.ApiKeyEvent.ApiKeyRevoked;

/** All API keys. The names of the fields are part of stored snapshots. */
@AggregateRoot(type = "api-keys")
@JsonTypeName("snapshot.apiKeys")
@Revision("1")
final class ApiKeyRing extends IdempotentAggregate<Instant> {

    /** Every process keeps all keys in memory, and operators list them. */
    static final int MAX_VALID = 1_000;

    /** When each key expires that was not revoked. */
    private Map<String, Instant> expiries = new LinkedHashMap<>();

    private Set<String> revoked = new HashSet<>();

    ApiKeyRing() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<Instant> issue(IssueApiKey command) {
        if (expiries.containsKey(command.id()) || revoked.contains(command.id())) {
            // The id follows from the idempotency key, which is older than keys are remembered: it would replace that
            // API key.
            throw keyReused();
        }
        long valid = expiries.values().stream()
                .filter(expiry -> expiry.isAfter(command.issuedAt()))
                .count();
        if (valid >= MAX_VALID) {
            throw new TooManyApiKeys(MAX_VALID);
        }
        apply(new ApiKeyIssued(command.id(), command.name(), command.scopes(), command.hash(), command.expiresAt()));
        return Outcome.of(command.expiresAt(), command.stream());
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<Instant> revoke(RevokeApiKey command) {
        Instant expiry = expiries.get(command.id());
        if (expiry == null && !revoked.contains(command.id())) {
            throw new ApiKeyNotFound(command.id());
        }
        if (expiry != null) {
            apply(new ApiKeyRevoked(command.id()));
        }
        return Outcome.of(Instant.EPOCH, command.stream());
    }

    /** When the key expires; of a revocation nothing is told. */
    @Override
    protected @Nullable Instant answerTo(Object event) {
        if (event instanceof ApiKeyIssued issued) {
            return issued.expiresAt();
        }
        return event instanceof ApiKeyRevoked ? Instant.EPOCH : null;
    }

    @EventSourcingHandler
    void on(ApiKeyIssued event) {
        stream = ApiKeyEvent.STREAM;
        expiries.put(event.id(), event.expiresAt());
    }

    @EventSourcingHandler
    void on(ApiKeyRevoked event) {
        expiries.remove(event.id());
        revoked.add(event.id());
    }
}
