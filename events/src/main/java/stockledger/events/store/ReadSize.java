package stockledger.events.store;

import java.util.List;
import org.axonframework.eventhandling.EventData;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;

/** Bounds each read of events in bytes, beside the number of events: one event may have more than a megabyte. */
final class ReadSize {

    /** Payloads of one read, less the last event of it. */
    static final int MAX_BYTES = 4 << 20;

    private static final String BEFORE = "bytesBefore";

    private ReadSize() {}

    /** The size of a payload. */
    static int of(EventData<?> event) {
        return event.getPayload().getData() instanceof byte[] payload ? payload.length : 0;
    }

    /** Whether no further events exist after a read, since neither limit was reached. */
    static boolean isLast(List<? extends EventData<?>> read, int limit) {
        return read.size() < limit && read.stream().mapToLong(ReadSize::of).sum() < MAX_BYTES;
    }

    /**
     * A statement that returns the first rows of another, in the same order, until their payloads are as large. It does not
     * read the payloads of the others.
     *
     * @param fields names of the columns
     * @param order column by which the rows are ordered
     */
    static String bounded(String select, String fields, String order, EventSchema schema) {
        return ("SELECT %1$s FROM (SELECT %1$s, sum(octet_length(%2$s)) OVER (ORDER BY %3$s ROWS BETWEEN UNBOUNDED"
                        + " PRECEDING AND 1 PRECEDING) AS %4$s FROM (%5$s) AS next) AS bounded"
                        + " WHERE %4$s IS NULL OR %4$s < %6$d ORDER BY %3$s")
                .formatted(fields, schema.payloadColumn(), order, BEFORE, select, MAX_BYTES);
    }
}
