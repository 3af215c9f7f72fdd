package stockledger.events.store;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;

/**
 * Reads a stream section by section. Axon Server sends a stream to its end, and a reader that needs fewer events cannot close it:
 * the call stays open, with events in its buffer. A section fits into the buffer, so its call ends by itself.
 */
final class SectionedReads implements Iterator<DomainEventMessage<?>> {

    /** Less than the client's buffer of 512 events. */
    static final int LIMIT = 256;

    /** Opens a section. */
    @FunctionalInterface
    interface Sections {

        /** @param end about the sequence number after the last: whether its event is included does not matter */
        Iterator<? extends DomainEventMessage<?>> open(long first, long end);
    }

    private final Sections sections;
    private Iterator<? extends DomainEventMessage<?>> section;
    private long next;
    private int read;

    private SectionedReads(Sections sections, long first) {
        this.sections = sections;
        this.next = first;
        this.section = open();
    }

    static DomainEventStream of(Sections sections, long first) {
        return DomainEventStream.of(StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(
                        new SectionedReads(sections, first), Spliterator.ORDERED | Spliterator.NONNULL),
                false));
    }

    private Iterator<? extends DomainEventMessage<?>> open() {
        read = 0;
        return sections.open(next, next + LIMIT);
    }

    @Override
    public boolean hasNext() {
        if (section.hasNext()) {
            return true;
        }
        if (read < LIMIT) {
            return false;
        }
        section = open();
        return section.hasNext();
    }

    @Override
    public DomainEventMessage<?> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        DomainEventMessage<?> event = section.next();
        next = event.getSequenceNumber() + 1;
        read++;
        return event;
    }
}
