package stockledger.query.projection;

import java.util.Set;
import org.axonframework.eventhandling.DomainEventMessage;

/**
 * A read model with one document per event, which never changes. It is in no answer that a shopper waits for: its documents
 * are written in large batches, up to a second late, and without a read of what is stored.
 *
 * @param <V> the view of one event
 */
public interface EventLog<V> extends Projection<V> {

    /**
     * The id of the document of an event, always the same.
     *
     * @param position global position of the event
     */
    String keyOf(DomainEventMessage<?> event, long position);

    /** The view of an event. It must not fail: an event that cannot be read has one too. */
    V entry(DomainEventMessage<?> event);

    /** One segment reads all events. */
    @Override
    default boolean isSegmented() {
        return false;
    }

    /** Instances answer other queries while this projection is behind. */
    @Override
    default boolean delaysReadiness() {
        return false;
    }

    @Override
    default String keyOf(Object payload) {
        return name();
    }

    @Override
    default V empty(String key) {
        throw new UnsupportedOperationException("a document is the view of its only event");
    }

    @Override
    default V on(V view, ProjectedEvent event) {
        throw new UnsupportedOperationException("a document never changes");
    }

    @Override
    default Set<Class<?>> ignored() {
        return Set.of();
    }
}
