package stockledger.events.store;

import java.lang.ref.WeakReference;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import stockledger.events.DeliveredEvent;

/** An event that reads its payload and metadata again once {@link HeldEvents} has dropped them. */
final class HeldEvent<T> extends GenericTrackedDomainEventMessage<T> implements DeliveredEvent {

    private static final long serialVersionUID = 1L;

    private final Content<T> content;
    private final int payloadBytes;
    private final boolean appendedLate;

    HeldEvent(
            TrackingToken token,
            DomainEventMessage<T> event,
            Content<T> content,
            int payloadBytes,
            boolean appendedLate) {
        super(token, event.getType(), event.getAggregateIdentifier(), event.getSequenceNumber(), content, (Supplier<
                        Instant>)
                content::timestamp);
        this.content = content;
        this.payloadBytes = payloadBytes;
        this.appendedLate = appendedLate;
    }

    @Override
    public int payloadBytes() {
        return payloadBytes;
    }

    @Override
    public boolean appendedLate() {
        return appendedLate;
    }

    /** Axon's processors pass each message on with the token of their segment. */
    @Override
    public HeldEvent<T> withTrackingToken(TrackingToken token) {
        return new HeldEvent<>(token, this, content, payloadBytes, appendedLate);
    }

    /** What is dropped. */
    static final class Content<T> implements Message<T> {

        private static final long serialVersionUID = 1L;

        private final String identifier;
        private final Class<T> payloadType;
        private final String stream;
        private final long sequence;
        private final transient HeldEvents.Reader reader;
        private transient HeldEvents.@Nullable Group group;
        private transient volatile @Nullable DomainEventMessage<T> held;

        /** Of the one that read it last, which needs it more than once. */
        private transient volatile WeakReference<DomainEventMessage<T>> lastRead = new WeakReference<>(null);

        Content(DomainEventMessage<T> event, HeldEvents.Reader reader) {
            this.identifier = event.getIdentifier();
            this.payloadType = event.getPayloadType();
            this.stream = event.getAggregateIdentifier();
            this.sequence = event.getSequenceNumber();
            this.reader = reader;
            this.held = event;
        }

        void joins(HeldEvents.Group with) {
            group = with;
        }

        void drop() {
            held = null;
        }

        /** @throws EventStoreException when it cannot be read again: its readers retry, and are not stuck at it */
        @SuppressWarnings("unchecked")
        private DomainEventMessage<T> event() {
            DomainEventMessage<T> event = held;
            if (event == null) {
                event = lastRead.get();
            }
            if (event == null) {
                event = (DomainEventMessage<T>) readAgain();
                lastRead = new WeakReference<>(event);
            }
            return event;
        }

        private DomainEventMessage<?> readAgain() {
            try {
                return reader.read(stream, sequence);
            } catch (RuntimeException e) {
                throw new EventStoreException("Event " + sequence + " of " + stream + " cannot be read again", e);
            }
        }

        Instant timestamp() {
            return event().getTimestamp();
        }

        @Override
        public String getIdentifier() {
            return identifier;
        }

        @Override
        public MetaData getMetaData() {
            return event().getMetaData();
        }

        @Override
        public T getPayload() {
            return event().getPayload();
        }

        @Override
        public Class<T> getPayloadType() {
            return payloadType;
        }

        @Override
        public Message<T> withMetaData(Map<String, ?> metaData) {
            return event().withMetaData(metaData);
        }

        @Override
        public Message<T> andMetaData(Map<String, ?> metaData) {
            return event().andMetaData(metaData);
        }
    }
}
