package stockledger.query.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackingToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stockledger.query.webhook.DeliveryLanes.Progress;
import stockledger.query.webhook.DeliveryLanes.Sending;

/**
 * Whatever fails, and whenever the process stops, every event is delivered, and those of a key in their order: apart from
 * repetitions, none comes before one with a lower number.
 */
class LanesDeliverInOrderTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    /** An event store with events of some keys, and a receiver. */
    private static final class Model {

        private final Random random;
        private final List<Outgoing> events = new ArrayList<>();
        private final Map<String, Long> received = new HashMap<>();
        private final Set<String> poison = new HashSet<>();
        private final List<Sending> inFlight = new ArrayList<>();
        private List<Progress> stored = Collections.nCopies(DeliveryLanes.COUNT, new Progress(token(-1), null));
        private DeliveryLanes lanes = new DeliveryLanes(stored);
        private int next;
        private Instant now = NOW;
        private int repetitions;

        Model(long seed, int count, int keys) {
            random = new Random(seed);
            Map<String, Long> sequences = new HashMap<>();
            for (int i = 0; i < count; i++) {
                // Some keys have many events.
                String key = "stock:" + (int) Math.floor(Math.pow(random.nextDouble(), 2) * keys);
                long sequence = sequences.merge(key, 0L, (before, zero) -> before + 1);
                events.add(new Outgoing("e" + i, key, "t", key, sequence, i, NOW, new byte[0]));
            }
            poison.add("stock:1");
        }

        static TrackingToken token(long position) {
            return new GlobalSequenceTrackingToken(position);
        }

        void step() {
            switch (random.nextInt(20)) {
                case 0 -> restart();
                case 1 -> stored = lanes.progress();
                case 2 -> now = now.plusSeconds(random.nextInt(10));
                case 3 -> rewind();
                case 4, 5, 6, 7, 8, 9, 10, 11 -> read();
                default -> answer();
            }
            inFlight.addAll(lanes.due(now));
        }

        private void restart() {
            if (random.nextInt(20) == 0) {
                lanes = new DeliveryLanes(stored);
                inFlight.clear();
                next = (int) lanes.start().position().orElseThrow() + 1;
            }
        }

        private void rewind() {
            TrackingToken back = lanes.rewind();
            if (back != null) {
                next = (int) back.position().orElseThrow() + 1;
            }
        }

        private void read() {
            for (int i = 0; i < 10 && next < events.size() && lanes.mayRead(); i++) {
                Outgoing event = events.get(next);
                if (lanes.isNew(event.key(), token(next), false) && !lanes.offer(event)) {
                    return;
                }
                lanes.passed(token(next));
                next++;
            }
        }

        private void answer() {
            if (inFlight.isEmpty()) {
                return;
            }
            Sending sending = inFlight.remove(random.nextInt(inFlight.size()));
            Outgoing event = sending.event();
            boolean arrives = random.nextInt(3) != 0 && !poison.contains(event.key());
            // An answer may be lost after the event has arrived.
            boolean isAnswered = arrives && random.nextInt(10) != 0;
            if (arrives) {
                long last = received.getOrDefault(event.key(), -1L);
                assertThat(event.sequence()).as("%s after %d", event, last).isLessThanOrEqualTo(last + 1);
                repetitions += event.sequence() <= last ? 1 : 0;
                received.put(event.key(), Math.max(last, event.sequence()));
            }
            if (isAnswered) {
                lanes.delivered(sending.lane());
            } else {
                lanes.failed(
                        sending.lane(), now, RetrySchedule.delay(sending.failures() + 1, null, random.nextDouble()));
            }
        }

        /** Whether all events have arrived, but those of poisoned keys. */
        boolean isDone() {
            long expected = events.stream()
                    .filter(event -> !poison.contains(event.key()))
                    .count();
            return received.values().stream().mapToLong(newest -> newest + 1).sum() == expected;
        }

        void run() {
            for (int step = 0; step < 100_000; step++) {
                step();
                if (step % 500 == 0 && isDone()) {
                    return;
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyEventArrivesAndOnlyRepetitionsComeAgain(long seed) {
        Model model = new Model(seed, 1_500, 60);
        int healthy = DeliveryLanes.laneOf("stock:1");
        model.events.removeIf(event ->
                DeliveryLanes.laneOf(event.key()) == healthy && !event.key().equals("stock:1"));
        for (int i = 0; i < model.events.size(); i++) {
            Outgoing event = model.events.get(i);
            model.events.set(
                    i, new Outgoing(event.id(), event.key(), "t", event.key(), event.sequence(), i, NOW, event.body()));
        }
        model.run();
        assertThat(model.isDone())
                .as("all arrived but those of the poisoned key")
                .isTrue();
        model.poison.clear();
        model.run();
        assertThat(model.isDone()).as("all arrived").isTrue();
        assertThat(model.repetitions).isPositive();
    }

    @Test
    void progressNeverPassesAnEventThatWaits() {
        DeliveryLanes lanes = lanes();
        Outgoing event = event("stock:a", 0, 5);
        lanes.passed(Model.token(4));
        lanes.offer(event);
        lanes.passed(Model.token(5));
        int lane = DeliveryLanes.laneOf("stock:a");
        assertThat(lanes.progress().get(lane).token()).isEqualTo(Model.token(4));
        lanes.due(NOW);
        lanes.delivered(lane);
        assertThat(lanes.progress()).allMatch(progress -> progress.token().equals(Model.token(5)));
    }

    @Test
    void aLaneSendsOneEventAtATime() {
        DeliveryLanes lanes = lanes();
        lanes.offer(event("stock:a", 0, 1));
        lanes.offer(event("stock:a", 1, 2));
        assertThat(lanes.due(NOW)).hasSize(1);
        assertThat(lanes.due(NOW)).isEmpty();
        lanes.failed(DeliveryLanes.laneOf("stock:a"), NOW, Duration.ofSeconds(1));
        assertThat(lanes.due(NOW)).isEmpty();
        assertThat(lanes.due(NOW.plusSeconds(1))).extracting(Sending::failures).containsExactly(1);
    }

    @Test
    void aLaneHoldsFewLargeEvents() {
        DeliveryLanes lanes = lanes();
        byte[] body = new byte[DeliveryLanes.MAX_QUEUED_BYTES / 2];
        for (int i = 0; i < 2; i++) {
            assertThat(lanes.offer(new Outgoing("e" + i, "stock:a", "t", "a", i, i, NOW, body)))
                    .isTrue();
        }
        Outgoing third = new Outgoing("e2", "stock:a", "t", "a", 2, 2, NOW, new byte[1]);
        assertThat(lanes.offer(third)).isFalse();
        lanes.due(NOW);
        lanes.delivered(DeliveryLanes.laneOf("stock:a"));
        assertThat(lanes.offer(third)).isTrue();
    }

    @Test
    void lanesThatFailStopTheReaderOnlyWhenAllOthersFailToo() {
        DeliveryLanes lanes = lanes();
        List<String> keys = new ArrayList<>(Collections.nCopies(DeliveryLanes.COUNT, ""));
        for (int i = 0; keys.contains(""); i++) {
            keys.set(DeliveryLanes.laneOf("stock:" + i), "stock:" + i);
        }
        int position = 0;
        for (int lane = 0; lane < DeliveryLanes.COUNT - 1; lane++) {
            for (int i = 0; i <= DeliveryLanes.MAX_QUEUED; i++) {
                if (i == DeliveryLanes.MAX_QUEUED) {
                    for (int failure = 0; failure < DeliveryLanes.FAILURES_TO_DETACH; failure++) {
                        lanes.due(NOW);
                        lanes.failed(lane, NOW, Duration.ZERO);
                    }
                }
                assertThat(lanes.offer(event(keys.get(lane), i, position))).isTrue();
                lanes.passed(Model.token(position));
                position++;
            }
        }
        assertThat(lanes.mayRead()).isTrue();
        int last = DeliveryLanes.COUNT - 1;
        lanes.offer(event(keys.get(last), 0, position));
        lanes.due(NOW);
        lanes.failed(last, NOW, Duration.ZERO);
        assertThat(lanes.mayRead()).isFalse();
        lanes.due(NOW);
        lanes.delivered(last);
        assertThat(lanes.mayRead()).isTrue();
    }

    @Test
    void oneEventThatIsRefusedWhileOthersAreDeliveredPausesNothing() {
        List<Instant> one = new ArrayList<>(Collections.nCopies(DeliveryLanes.COUNT, null));
        assertThat(DeliveryProgress.onlyFailingSince(one, NOW)).isNull();
        one.set(3, NOW.minusSeconds(9));
        assertThat(DeliveryProgress.onlyFailingSince(one, NOW)).isEqualTo(NOW);
        assertThat(DeliveryProgress.onlyFailingSince(one, NOW.minusSeconds(10))).isEqualTo(NOW.minusSeconds(9));
        assertThat(DeliveryProgress.onlyFailingSince(one, null)).isEqualTo(NOW.minusSeconds(9));
    }

    @Test
    void aLaneWhoseRefusedEventIsSkippedFailsNoMore() {
        DeliveryLanes lanes =
                new DeliveryLanes(Collections.nCopies(DeliveryLanes.COUNT, new Progress(Model.token(-1), NOW)));
        lanes.skipped("stock:a");
        assertThat(lanes.progress().get(DeliveryLanes.laneOf("stock:a")).failingSince())
                .isNull();
    }

    /** Its position was a gap when the events after it were delivered. */
    @Test
    void anEventThatWasAppendedLateIsNew() {
        TrackingToken withGap = GapAwareTrackingToken.newInstance(10, List.of(7L));
        DeliveryLanes lanes = new DeliveryLanes(Collections.nCopies(DeliveryLanes.COUNT, new Progress(withGap, null)));
        assertThat(lanes.isNew("stock:a", GapAwareTrackingToken.newInstance(7, List.of()), false))
                .isTrue();
        assertThat(lanes.isNew("stock:a", GapAwareTrackingToken.newInstance(8, List.of()), false))
                .isFalse();
        assertThat(lanes.isNew("stock:a", GapAwareTrackingToken.newInstance(10, List.of()), true))
                .isTrue();
        assertThat(lanes.isNew("stock:a", GapAwareTrackingToken.newInstance(11, List.of()), false))
                .isTrue();
    }

    private static DeliveryLanes lanes() {
        return new DeliveryLanes(Collections.nCopies(DeliveryLanes.COUNT, new Progress(Model.token(-1), null)));
    }

    private static Outgoing event(String key, long sequence, long position) {
        return new Outgoing("e" + position, key, "t", key, sequence, position, NOW, new byte[0]);
    }
}
