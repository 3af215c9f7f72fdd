package stockledger.command.webhook;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import stockledger.command.dispatch.Outcome;
import stockledger.command.dispatch.idempotency.IdempotentAggregate;
import stockledger.command.webhook.WebhookCommand.ChangeWebhook;
import stockledger.command.webhook.WebhookCommand.PauseWebhook;
import stockledger.command.webhook.WebhookCommand.RegisterWebhook;
import stockledger.command.webhook.WebhookCommand.RemoveWebhook;
import stockledger.command.webhook.WebhookCommand.ReplayWebhook;
import stockledger.command.webhook.WebhookCommand.ResumeWebhook;
import stockledger.command.webhook.WebhookCommand.RotateWebhookSecret;
import stockledger.command.webhook.WebhookCommand.SkipWebhookEvent;
import stockledger.command.webhook.WebhookRefusal.TooManyWebhookSecrets;
import stockledger.command.webhook.WebhookRefusal.WebhookNotFound;
import stockledger.events.webhook.WebhookEvent.WebhookChanged;
import stockledger.events.webhook.WebhookEvent.WebhookEventSkipped;
import stockledger.events.webhook.WebhookEvent.WebhookPaused;
import stockledger.events.webhook.WebhookEvent.WebhookRegistered;
import stockledger.events.webhook.WebhookEvent.WebhookRemoved;
import stockledger.events.webhook.WebhookEvent.WebhookReplayRequested;
import stockledger.events.webhook.WebhookEvent.WebhookResumed;
import stockledger.events.webhook.WebhookEvent.WebhookSecretRotated;

/**
 * A webhook. What was delivered to it is not known here: the query side keeps that. The names of the fields are part of
 * stored snapshots.
 */
@AggregateRoot(type = "webhook")
@JsonTypeName("snapshot.webhook")
@Revision("1")
final class Webhook extends IdempotentAggregate<WebhookState> {

    private @Nullable WebhookState state;

    Webhook() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<WebhookState> register(RegisterWebhook command) {
        if (state != null) {
            // The id follows from the idempotency key, which is older than keys are remembered.
            throw keyReused();
        }
        WebhookTarget target = command.target();
        apply(new WebhookRegistered(
                command.id(),
                target.url(),
                target.types(),
                target.skuPrefix(),
                target.locationId(),
                target.description(),
                command.keyId()));
        return decided(command);
    }

    @CommandHandler
    Outcome<WebhookState> change(ChangeWebhook command) {
        WebhookTarget before = existing(command).target();
        WebhookTarget target = command.change().apply(before);
        if (!target.equals(before)) {
            apply(new WebhookChanged(
                    command.id(),
                    target.url(),
                    target.types(),
                    target.skuPrefix(),
                    target.locationId(),
                    target.description()));
        }
        return decided(command);
    }

    @CommandHandler
    Outcome<WebhookState> rotate(RotateWebhookSecret command) {
        WebhookState before = existing(command);
        List<Instant> others = before.signingUntil(command.at(), command.previousUntil());
        if (others.size() >= WebhookState.MAX_SECRETS) {
            throw new TooManyWebhookSecrets(command.id(), Collections.min(others));
        }
        int version = before.secretVersion() + 1;
        apply(new WebhookSecretRotated(command.id(), version, command.keyId(), command.previousUntil()));
        return decided(command);
    }

    @CommandHandler
    Outcome<WebhookState> pause(PauseWebhook command) {
        if (!existing(command).paused()) {
            apply(new WebhookPaused(command.id(), command.reason()));
        }
        return decided(command);
    }

    /** Whether too many failures have paused it is not known here, so that it is always resumed. */
    @CommandHandler
    Outcome<WebhookState> resume(ResumeWebhook command) {
        existing(command);
        apply(new WebhookResumed(command.id()));
        return decided(command);
    }

    @CommandHandler
    Outcome<WebhookState> replay(ReplayWebhook command) {
        int number = existing(command).replays() + 1;
        apply(new WebhookReplayRequested(command.id(), number, command.afterPosition(), command.from()));
        return decided(command);
    }

    /** Whether it is an event that fails is not known here. */
    @CommandHandler
    Outcome<WebhookState> skip(SkipWebhookEvent command) {
        existing(command);
        apply(new WebhookEventSkipped(command.id(), command.eventId()));
        return decided(command);
    }

    @CommandHandler
    Outcome<WebhookState> remove(RemoveWebhook command) {
        existing(command);
        apply(new WebhookRemoved(command.id()));
        return decided(command);
    }

    private WebhookState existing(WebhookCommand command) {
        WebhookState current = state;
        if (current == null || current.removed()) {
            throw new WebhookNotFound(command.id());
        }
        return current;
    }

    private Outcome<WebhookState> decided(WebhookCommand command) {
        return Outcome.of(current(), command.stream());
    }

    private WebhookState current() {
        if (state == null) {
            throw new IllegalStateException("the first event sets the state");
        }
        return state;
    }

    @Override
    protected WebhookState answerTo(Object event) {
        return current();
    }

    @EventSourcingHandler
    void on(WebhookRegistered event) {
        stream = event.id().stream();
        state = WebhookState.of(event);
    }

    @EventSourcingHandler
    void on(WebhookChanged event) {
        state = current().after(event);
    }

    @EventSourcingHandler
    void on(WebhookSecretRotated event) {
        state = current().after(event);
    }

    @EventSourcingHandler
    void on(WebhookPaused event) {
        state = current().paused(true);
    }

    @EventSourcingHandler
    void on(WebhookResumed event) {
        state = current().paused(false);
    }

    @EventSourcingHandler
    void on(WebhookReplayRequested event) {
        state = current().replayed(event.number());
    }

    @EventSourcingHandler
    void on(WebhookEventSkipped event) {
        state = current();
    }

    @EventSourcingHandler
    void on(WebhookRemoved event) {
        state = current().ended();
    }
}
