package stockledger.query.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.TaskScheduler;
import stockledger.events.store.lookup.StoredEvents;

/**
 * What all deliveries of a process share.
 *
 * @param source the events; its streams call back when there are new ones
 * @param readers read events, a moment after they are asked to, so that one wake-up serves several events
 * @param holdNanos for how long after a stored heartbeat this process may send; other processes wait longer before they take over
 */
record DeliveryTools(
        StreamableMessageSource<TrackedEventMessage<?>> source,
        StoredEvents stored,
        CloudEvents events,
        WebhookClient client,
        DeliveryProgress progress,
        DeliveryLog log,
        DeliveryMeters meters,
        DeliverySettings settings,
        Executor readers,
        TaskScheduler scheduler,
        long holdNanos) {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryTools.class);

    /** Stored for the position before the first event, for which an event store may have no token. */
    static final String BEGINNING = "-1";

    /** The token of a stored text. */
    TrackingToken token(String text) {
        if (!text.equals(BEGINNING)) {
            return stored.tokenOf(text);
        }
        TrackingToken tail = source.createTailToken();
        return tail == null ? GapAwareTrackingToken.newInstance(-1, List.of()) : tail;
    }

    void later(Runnable task, Duration delay) {
        try {
            scheduler.schedule(task, Instant.now().plus(delay));
        } catch (TaskRejectedException e) {
            LOG.debug("webhooks stop");
        }
    }
}
