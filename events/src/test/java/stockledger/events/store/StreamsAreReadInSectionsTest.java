package stockledger.events.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamsAreReadInSectionsTest {

    private final List<Long> opened = new ArrayList<>();

    private DomainEventStream read(long length, long more, long first) {
        return SectionedReads.of(
                (from, end) -> {
                    opened.add(from);
                    return LongStream.range(from, Math.min(length, end + more))
                            .mapToObj(StreamsAreReadInSectionsTest::event)
                            .iterator();
                },
                first);
    }

    private static DomainEventMessage<?> event(long sequence) {
        return new GenericDomainEventMessage<>("stock", "stock:mug", sequence, "payload");
    }

    /** Whether the end is included, or there is none, each event is read once. */
    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "256, 0", "257, 0", "1000, 0", "1000, 1", "1000, 100000", "512, 1"})
    void everyEventIsReadOnce(long length, long more) {
        for (long first : List.of(0L, 5L)) {
            List<Long> sequences = new ArrayList<>();
            read(length, more, first).forEachRemaining(event -> sequences.add(event.getSequenceNumber()));

            assertThat(sequences)
                    .isEqualTo(LongStream.range(first, length).boxed().toList());
        }
    }

    @ParameterizedTest
    @CsvSource({"100000, 40, 1", "100000, 300, 2", "100, 100, 1"})
    void noMoreSectionsAreOpenedThanAreNeeded(long length, int needed, int sections) {
        DomainEventStream stream = read(length, 0, 0);
        for (int i = 0; i < needed; i++) {
            stream.next();
        }

        assertThat(opened).hasSize(sections);
    }
}
