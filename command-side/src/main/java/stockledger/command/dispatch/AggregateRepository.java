package stockledger.command.dispatch;

import org.axonframework.eventsourcing.CachingEventSourcingRepository;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;

/** The aggregates of one type; a stream that the command marks as new is not read. */
final class AggregateRepository<T> extends CachingEventSourcingRepository<T> {

    AggregateRepository(EventSourcingRepository.Builder<T> builder) {
        super(builder);
    }

    @Override
    protected DomainEventStream readEvents(String stream) {
        return NewStreamHint.isIn(CurrentUnitOfWork.get().getMessage())
                ? DomainEventStream.empty()
                : super.readEvents(stream);
    }
}
