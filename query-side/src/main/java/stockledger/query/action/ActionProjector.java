package stockledger.query.action;

import com.mongodb.client.model.Indexes;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Component;
import stockledger.events.apikey.ApiKeyEvent.ApiKeyIssued;
import stockledger.events.apikey.ApiKeyEvent.ApiKeyRevoked;
import stockledger.events.bulk.JobEvent.JobCancelled;
import stockledger.events.operator.OperatorEvent;
import stockledger.events.webhook.WebhookEvent.WebhookChanged;
import stockledger.events.webhook.WebhookEvent.WebhookEventSkipped;
import stockledger.events.webhook.WebhookEvent.WebhookPaused;
import stockledger.events.webhook.WebhookEvent.WebhookRegistered;
import stockledger.events.webhook.WebhookEvent.WebhookRemoved;
import stockledger.events.webhook.WebhookEvent.WebhookReplayRequested;
import stockledger.events.webhook.WebhookEvent.WebhookResumed;
import stockledger.events.webhook.WebhookEvent.WebhookSecretRotated;
import stockledger.query.projection.ProjectedEvent;
import stockledger.query.projection.Projection;

/**
 * A document per action. Its key begins with its time, so that keys sort as the list does: no list needs another index, and a
 * server of documents without indexes reads all actions, which are few.
 */
@Component
class ActionProjector implements Projection<ActionView> {

    static final String NAME = "action";

    /** Of one length, so that the texts sort by time. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** The first key of a millisecond. */
    static String firstKeyAt(Instant time) {
        return TIME.format(time) + " ";
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<ActionView> type() {
        return ActionView.class;
    }

    @Override
    public Set<Class<?>> families() {
        return Set.of(
                OperatorEvent.class,
                ApiKeyIssued.class,
                ApiKeyRevoked.class,
                JobCancelled.class,
                WebhookChanged.class,
                WebhookEventSkipped.class,
                WebhookPaused.class,
                WebhookRegistered.class,
                WebhookRemoved.class,
                WebhookReplayRequested.class,
                WebhookResumed.class,
                WebhookSecretRotated.class);
    }

    @Override
    public boolean isSegmented() {
        return false;
    }

    /** Jobs have other events that are no actions, and all API keys are one stream. */
    @Override
    public boolean isSelective() {
        return true;
    }

    @Override
    public String keyOf(Object payload) {
        throw new UnsupportedOperationException("the key has the time of the event");
    }

    @Override
    public String selectedKey(ProjectedEvent event) {
        return firstKeyAt(event.at()) + ActionView.idOf(event);
    }

    @Override
    public List<Bson> indexes() {
        return List.of(
                Indexes.compoundIndex(Indexes.ascending("view.actor"), Indexes.descending("_id")),
                Indexes.compoundIndex(Indexes.ascending("view.kind"), Indexes.descending("_id")));
    }

    @Override
    public ActionView empty(String key) {
        return ActionView.NONE;
    }

    @Override
    public ActionView on(ActionView view, ProjectedEvent event) {
        if (families().stream().noneMatch(family -> family.isInstance(event.payload()))) {
            throw new IllegalStateException("unknown event " + event.payload().getClass());
        }
        return ActionView.of(event);
    }
}
