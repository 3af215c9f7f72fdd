package stockledger.query.projection;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoWriteException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Scope;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.bson.BSONException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stockledger.events.StuckReaders;
import stockledger.events.StuckReaders.Failure;
import stockledger.events.StuckReaders.Trouble;

/**
 * Reports the events that projections cannot process and do not park, in this process. Nothing is skipped: the event is
 * retried until the code or the store takes it. Neither the log nor the answers quote the event, which may contain personal data.
 */
final class StuckProjections {

    private static final Logger LOG = LoggerFactory.getLogger(StuckProjections.class);

    private final StuckReaders readers;
    private final TroubleCollection shared;
    private final ParkingStore parking;

    StuckProjections(
            Clock clock,
            List<String> projections,
            MeterRegistry registry,
            TroubleCollection shared,
            ParkingStore parking) {
        this.readers = new StuckReaders(clock);
        this.shared = shared;
        this.parking = parking;
        projections.forEach(
                projection -> Gauge.builder("stockledger.projection.stuck", this, stuck -> stuck.count(projection))
                        .description("Segments of a projection that cannot process an event and retry")
                        .tag("projection", projection)
                        .register(registry));
        projections.forEach(projection -> Gauge.builder(
                        "stockledger.projection.parked", parking.keys(), parked -> parked.count(projection))
                .description("Keys of a projection whose next event cannot be processed")
                .tag("projection", projection)
                .register(registry));
    }

    /** What is parked instead. */
    ParkingStore parking() {
        return parking;
    }

    /** Whether MongoDB refuses what is written, as opposed to being unreachable. */
    static boolean isRefused(RuntimeException failed) {
        return failed instanceof MongoWriteException
                || failed instanceof BSONException
                || (failed instanceof MongoBulkWriteException bulk
                        && !bulk.getWriteErrors().isEmpty());
    }

    /**
     * Records a failed attempt.
     *
     * @param position global index of the event; the greatest number if it is unknown
     */
    void failed(Epoch epoch, int segment, UnprocessableEventException failed, long position) {
        ProjectedEvent event = failed.event();
        Failure failure = new Failure(
                event.stream(), event.sequence(), event.typeName(), position, StuckReaders.describe(failed));
        try (Scope scope = FoldTraces.contextOf(event).makeCurrent()) {
            failed(epoch, segment, failure);
        }
    }

    private void failed(Epoch epoch, int segment, Failure failure) {
        Trouble trouble = readers.failed(epoch.group(), segment, failure);
        if (trouble.isStuck()) {
            shared.put(trouble);
        }
        if (trouble.hasBegun()) {
            LOG.error(trouble.beginning());
        }
    }

    /** Records that an event cannot even be read. */
    void unreadable(Epoch epoch, Failure failure) {
        failed(epoch, StuckReaders.ALL_SEGMENTS, failure);
    }

    /** Records that a segment has processed its events up to a position. */
    void processed(Epoch epoch, int segment, long position) {
        for (Trouble ended : readers.processed(epoch.group(), segment, position)) {
            shared.remove(ended);
            LOG.error(ended.end());
        }
    }

    /** What a segment of an epoch is stuck at, in this process. */
    Optional<Trouble> of(Epoch epoch, int segment) {
        return of(epoch, segment, readers.stuck());
    }

    /** What the projections of all processes are stuck at; read from MongoDB. */
    List<Trouble> ofAllProcesses() {
        return shared.newest();
    }

    /** What a segment of an epoch is stuck at, of these. */
    static Optional<Trouble> of(Epoch epoch, int segment, List<Trouble> troubles) {
        return troubles.stream()
                .filter(trouble -> trouble.reader().equals(epoch.group()))
                .filter(trouble -> trouble.segment() == segment || trouble.segment() == StuckReaders.ALL_SEGMENTS)
                .findFirst();
    }

    /** What all projections are stuck at, in this process. */
    List<Trouble> all() {
        return readers.stuck();
    }

    private long count(String projection) {
        return readers.stuck().stream()
                .filter(trouble -> trouble.reader().startsWith(projection + "@"))
                .count();
    }
}
