package stockledger.command.dispatch;

import org.axonframework.eventsourcing.CachingEventSourcingRepository;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;

/** The aggregates of one kind, read from their streams; a stream that a command knows not to be there is not asked for. */
final class AggregateRepository<T> extends CachingEventSourcingRepository<T> {

    AggregateRepository(EventSourcingRepository.Builder<T> builder) {
        super(builder);
    }

    @Override
    protected DomainEventStream readEvents(String stream) {
        return NewStreamHint.isSaidBy(CurrentUnitOfWork.get().getMessage())
                ? DomainEventStream.empty()
                : super.readEvents(stream);
    }
}
