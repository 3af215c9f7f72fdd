package stockledger.command.dispatch;

import java.util.concurrent.Callable;
import org.axonframework.eventsourcing.CachingEventSourcingRepository;
import org.axonframework.eventsourcing.EventSourcedAggregate;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.LockAwareAggregate;
import org.jspecify.annotations.Nullable;

/**
 * The aggregates of one type; a stream that the command marks as new is not read. Further commands of a unit of work get the
 * aggregate that it has loaded: Axon would register it to be saved again, which takes longer with each command of a batch.
 */
final class AggregateRepository<T> extends CachingEventSourcingRepository<T> {

    AggregateRepository(EventSourcingRepository.Builder<T> builder) {
        super(builder);
    }

    @Override
    protected DomainEventStream readEvents(String stream) {
        return NewStreamHint.isIn(CurrentUnitOfWork.get().getMessage())
                ? DomainEventStream.empty()
                : KnownEvents.only(super.readEvents(stream));
    }

    @Override
    protected EventSourcedAggregate<T> doLoadWithLock(String stream, @Nullable Long expectedVersion) {
        try {
            return super.doLoadWithLock(stream, expectedVersion);
        } catch (RuntimeException failed) {
            throw UnreadableStream.unlessOfTheStore(failed, stream);
        }
    }

    @Override
    public LockAwareAggregate<T, EventSourcedAggregate<T>> load(String stream, @Nullable Long expectedVersion) {
        DryRun dryRun = DryRun.current();
        if (dryRun != null) {
            return inDryRun(dryRun, stream, () -> doLoadWithLock(stream, expectedVersion));
        }
        LockAwareAggregate<T, EventSourcedAggregate<T>> loaded = loaded(stream);
        return loaded == null ? super.load(stream, expectedVersion) : loaded;
    }

    @Override
    public Aggregate<T> loadOrCreate(String stream, Callable<T> factory) {
        DryRun dryRun = DryRun.current();
        if (dryRun != null) {
            return inDryRun(dryRun, stream, () -> loadedOrCreated(stream, factory));
        }
        LockAwareAggregate<T, EventSourcedAggregate<T>> loaded = loaded(stream);
        return loaded == null ? super.loadOrCreate(stream, factory) : loaded;
    }

    private EventSourcedAggregate<T> loadedOrCreated(String stream, Callable<T> factory) throws Exception {
        try {
            return doLoadWithLock(stream, null);
        } catch (AggregateNotFoundException none) {
            return doCreateNewForLock(factory);
        }
    }

    private LockAwareAggregate<T, EventSourcedAggregate<T>> inDryRun(
            DryRun dryRun, String stream, Callable<EventSourcedAggregate<T>> loader) {
        try {
            return dryRun.aggregate(stream, loader);
        } catch (RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IllegalStateException("the aggregate " + stream + " could not be created", failed);
        }
    }

    private @Nullable LockAwareAggregate<T, EventSourcedAggregate<T>> loaded(String stream) {
        return managedAggregates(CurrentUnitOfWork.get()).get(stream);
    }
}
