package stockledger.events.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stockledger.events.EventStoreInspection.EventCoordinates;

/** The first and the last event of Axon Server, whose absence means that read models contain events that it has not. */
class AxonServerIsInspectedTest {

    private static final Instant AT = Instant.parse("2026-11-30T12:00:00Z");

    private final List<@Nullable TrackingToken> opened = new ArrayList<>();
    private long head = -1;
    private boolean slow;
    private final AxonServerInspection inspection = new AxonServerInspection(new Source(), () -> {
        throw new IllegalStateException("no stream is read");
    });

    @Test
    void anEmptyStoreHasNone() {
        assertThat(inspection.first()).isNull();
        assertThat(inspection.last()).isNull();
        assertThat(opened).isEmpty();
    }

    @Test
    void theyAreReadByPosition() {
        head = 41;

        assertThat(inspection.first()).isEqualTo(new EventCoordinates(0, "stock:A", 0, "m0", AT));
        assertThat(inspection.last()).isEqualTo(new EventCoordinates(41, "stock:A", 41, "m41", AT));
    }

    @Test
    void aSlowStoreIsNotAnEmptyOne() {
        head = 41;
        slow = true;

        assertThatThrownBy(inspection::last).isInstanceOf(EventStoreException.class);
        assertThatThrownBy(inspection::first).isInstanceOf(EventStoreException.class);
    }

    private final class Source implements StreamableMessageSource<TrackedEventMessage<?>> {

        @Override
        public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken after) {
            opened.add(after);
            return new Events(after == null ? 0 : after.position().orElseThrow() + 1);
        }

        @Override
        public @Nullable TrackingToken createTailToken() {
            return null;
        }

        @Override
        public @Nullable TrackingToken createHeadToken() {
            return head < 0 ? null : new GlobalSequenceTrackingToken(head);
        }
    }

    private final class Events implements BlockingStream<TrackedEventMessage<?>> {

        private long next;

        Events(long next) {
            this.next = next;
        }

        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) {
            return !slow && next <= head;
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() {
            long position = next++;
            return new GenericTrackedDomainEventMessage<>(
                    new GlobalSequenceTrackingToken(position),
                    "stock",
                    "stock:A",
                    position,
                    new GenericMessage<>("m" + position, "payload", Map.of()),
                    () -> AT);
        }

        @Override
        public void close() {}
    }
}
