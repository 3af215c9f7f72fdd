package stockledger.events.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackingToken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The reader at the head takes an event from memory only when no other event can precede it. */
class RecentAppendsTest {

    private static final int LIMIT = 3;

    private final RecentAppends recent = new RecentAppends();

    @BeforeEach
    void aReaderHasAsked() {
        take(after(0));
    }

    @Test
    void eventsThatFollowTheTokenAreTakenOnce() {
        add(1, 2);

        assertThat(take(after(0))).containsExactly(1L, 2L);
        assertThat(take(after(0))).isEmpty();
    }

    @Test
    void anEventBehindAnUnknownOneIsNotTaken() {
        add(2, 3);

        assertThat(take(after(0))).isEmpty();
        assertThat(take(after(1))).containsExactly(2L, 3L);
    }

    /** A read must reach the head: no later signal may come for the events behind the unknown one. */
    @Test
    void eventsBeforeAnUnknownOneAreReadWithThoseBehindIt() {
        add(1, 2, 4);

        assertThat(take(after(0))).isEmpty();
    }

    @Test
    void nothingIsTakenWhileAnEarlierEventMayBeAppended() {
        add(3);

        assertThat(take(GapAwareTrackingToken.newInstance(2, Set.of(1L)))).isEmpty();
    }

    @Test
    void atMostTheLimitIsTaken() {
        add(1, 2, 3, 4);

        assertThat(take(after(0))).containsExactly(1L, 2L, 3L);
        assertThat(take(after(3))).containsExactly(4L);
    }

    @Test
    void eventsThatWereReadOtherwiseAreForgotten() {
        add(1, 2, 3);

        assertThat(take(after(2))).containsExactly(3L);
        assertThat(take(after(0))).isEmpty();
    }

    @Test
    void theOldestAreForgottenWhenTheReaderIsFarBehind() {
        for (long index = 1; index <= 2_000; index++) {
            add(index);
        }

        assertThat(take(after(0))).isEmpty();
        assertThat(take(after(1_997))).containsExactly(1_998L, 1_999L, 2_000L);
    }

    @Test
    void aProcessWithoutReaderKeepsNothing() {
        RecentAppends unread = new RecentAppends();
        unread.add(Map.of(1L, event()));

        assertThat(unread.takeAfter(after(0), LIMIT)).isEmpty();
    }

    private void add(long... indexes) {
        Map<Long, DomainEventData<byte[]>> events = new HashMap<>();
        for (long index : indexes) {
            events.put(index, event());
        }
        recent.add(events);
    }

    private List<Long> take(TrackingToken after) {
        List<Long> indexes = new ArrayList<>();
        for (TrackedEventData<?> event : recent.takeAfter(after, LIMIT)) {
            indexes.add(((GapAwareTrackingToken) event.trackingToken()).getIndex());
        }
        return indexes;
    }

    private static GapAwareTrackingToken after(long index) {
        return GapAwareTrackingToken.newInstance(index, Set.of());
    }

    private static DomainEventData<byte[]> event() {
        return new GenericDomainEventEntry<>(
                "Sku", "stock:A", 0, "id", "2026-01-01T00:00:00Z", "type", "1", new byte[0], new byte[0]);
    }
}
