package stockledger.command.dispatch;

import com.mongodb.MongoClientException;
import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.serialization.UnknownSerializedType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import stockledger.events.StuckReaders;
import stockledger.events.StuckReaders.Failure;
import stockledger.events.StuckReaders.Trouble;
import stockledger.web.SqlOutage;

/**
 * Reports the events that readers of this process cannot process, in the log, as a meter and in the health details. Nothing is
 * skipped: they are retried. A store's outage is not reported. The instance stays ready, since commands do not depend on it.
 */
public final class EventReaders implements HealthIndicator {

    private static final Logger LOG = LoggerFactory.getLogger(EventReaders.class);

    private final MeterRegistry registry;
    private final StuckReaders readers;

    EventReaders(Clock clock, MeterRegistry registry) {
        this.registry = registry;
        this.readers = new StuckReaders(clock);
    }

    /**
     * The same invoker, whose failures are reported under a reader's name.
     *
     * @param kinds of the streams that it reads, such as {@code stock}: an event of an unknown type in one of them stops it
     */
    public EventHandlerInvoker reporting(String reader, EventHandlerInvoker invoker, Set<String> kinds) {
        Gauge.builder("stockledger.projection.stuck", this, all -> all.count(reader))
                .description("Segments of a projection that cannot process an event and retry")
                .tag("projection", reader)
                .register(registry);
        return new Reporting(reader, invoker, kinds);
    }

    private long count(String reader) {
        return readers.stuck().stream()
                .filter(trouble -> trouble.reader().equals(reader))
                .count();
    }

    /** Details name an event by its type and position, since ids of a shop may be confidential. */
    @Override
    public Health health() {
        List<Trouble> stuck = readers.stuck();
        return stuck.isEmpty()
                ? Health.up().build()
                : Health.up()
                        .withDetail(
                                "stuck",
                                stuck.stream()
                                        .map(trouble -> Map.of(
                                                "reader", trouble.reader(),
                                                "type", trouble.failure().type(),
                                                "position", trouble.failure().position(),
                                                "since", trouble.since().toString()))
                                        .toList())
                        .build();
    }

    private final class Reporting implements EventHandlerInvoker {

        private final String reader;
        private final EventHandlerInvoker invoker;
        private final Set<String> kinds;

        Reporting(String reader, EventHandlerInvoker invoker, Set<String> kinds) {
            this.reader = reader;
            this.invoker = invoker;
            this.kinds = kinds;
        }

        @Override
        public boolean canHandleType(Class<?> payloadType) {
            return payloadType == UnknownSerializedType.class || invoker.canHandleType(payloadType);
        }

        private boolean isUnknown(EventMessage<?> message) {
            return message.getPayloadType() == UnknownSerializedType.class
                    && message instanceof DomainEventMessage<?> event
                    && kinds.contains(event.getAggregateIdentifier().split(":", 2)[0]);
        }

        @Override
        public boolean canHandle(EventMessage<?> message, Segment segment) {
            try {
                if (isUnknown(message)) {
                    message.getPayload();
                }
                return invoker.canHandle(message, segment);
            } catch (RuntimeException e) {
                if (!isOutage(e)) {
                    failed(StuckReaders.ALL_SEGMENTS, message, e);
                }
                throw e;
            }
        }

        @Override
        public void handle(EventMessage<?> message, Segment segment) throws Exception {
            try {
                invoker.handle(message, segment);
            } catch (UnprocessableEventException e) {
                failed(segment.getSegmentId(), e.event(), e);
                throw e;
            } catch (RuntimeException e) {
                if (!isOutage(e)) {
                    failed(segment.getSegmentId(), message, e);
                }
                throw e;
            }
            readers.processed(reader, segment.getSegmentId(), position(message))
                    .forEach(ended -> LOG.error(ended.end()));
        }

        private void failed(int segment, EventMessage<?> message, RuntimeException thrown) {
            Failure failure = new Failure(
                    message instanceof DomainEventMessage<?> event ? event.getAggregateIdentifier() : "",
                    message instanceof DomainEventMessage<?> event ? event.getSequenceNumber() : -1,
                    message.getPayloadType().getSimpleName(),
                    position(message),
                    StuckReaders.describe(thrown));
            Trouble trouble = readers.failed(reader, segment, failure);
            if (trouble.hasBegun()) {
                LOG.error(trouble.beginning());
            }
        }
    }

    private static long position(EventMessage<?> message) {
        return message instanceof TrackedEventMessage<?> tracked
                ? tracked.trackingToken().position().orElse(-1)
                : -1;
    }

    private static boolean isOutage(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof DataAccessResourceFailureException
                    || cause instanceof TransientDataAccessException
                    || cause instanceof CannotCreateTransactionException
                    || cause instanceof InterruptedException
                    || cause instanceof Refusal refusal
                            && refusal.kind() == Refusal.Kind.BUSY
                            && !(refusal instanceof UnreadableStream)
                    || cause instanceof StatusRuntimeException grpc
                            && grpc.getStatus().getCode() == Status.Code.UNAVAILABLE
                    || SqlOutage.isReportedBy(cause)
                    || isMongoOutage(cause)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMongoOutage(Throwable cause) {
        return cause instanceof MongoTimeoutException
                || cause instanceof MongoSocketException
                || cause instanceof MongoInterruptedException
                || cause instanceof MongoNotPrimaryException
                || cause instanceof MongoNodeIsRecoveringException
                || cause instanceof MongoConnectionPoolClearedException
                || cause instanceof MongoClientException;
    }
}
