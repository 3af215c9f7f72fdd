package stockledger.command.dispatch.idempotency;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import stockledger.command.dispatch.Outcome;
import stockledger.command.dispatch.idempotency.KeyCommand.CheckKey;
import stockledger.command.dispatch.idempotency.KeyCommand.UseKey;
import stockledger.events.idempotency.KeyEvent;
import stockledger.events.idempotency.KeyEvent.KeyUsed;

/** An idempotency key of one caller. It belongs to the request that used it last, until it is no longer remembered. */
@AggregateRoot(type = "key")
@JsonTypeName("snapshot.key")
@Revision("1")
final class UsedKey {

    @AggregateIdentifier
    private @Nullable String stream;

    private String fingerprint = "";
    private Instant usedAt = Instant.MIN;

    UsedKey() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<Boolean> check(CheckKey command) {
        boolean used = isUsed(command);
        return new Outcome<>(used, command.stream(), -1);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<Boolean> use(UseKey command) {
        boolean used = isUsed(command);
        if (!used) {
            apply(new KeyUsed(command.id(), command.fingerprint(), command.effect()));
        }
        return Outcome.of(used, command.stream());
    }

    /**
     * Whether the request has used the key before.
     *
     * @throws KeyReused when the key belongs to another request
     */
    private boolean isUsed(KeyCommand command) {
        boolean remembered = stream != null && command.at().isBefore(usedAt.plus(IdempotencyLog.RETENTION));
        if (remembered && !fingerprint.equals(command.fingerprint())) {
            throw new KeyReused();
        }
        return remembered;
    }

    @EventSourcingHandler
    void on(KeyUsed event, @Timestamp Instant at) {
        stream = KeyEvent.stream(event.id());
        fingerprint = event.fingerprint();
        usedAt = at;
    }
}
