package stockledger.query.projection;

import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import stockledger.events.store.lookup.StoredEvents;

/** The processors of this process, one per epoch. Each has its own threads, so that a rebuild does not delay others. */
final class ProcessorRunner {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessorRunner.class);
    private static final int STOP_TIMEOUT_SECONDS = 5;

    /** How often claims are extended within the claim timeout. */
    private static final int EXTENSIONS_PER_CLAIM_TIMEOUT = 4;

    /** How often free segments are looked for within the claim timeout. */
    private static final int SEARCHES_PER_CLAIM_TIMEOUT = 2;

    /** A segment whose batch has failed is claimed again after this, however long claims last. */
    private static final long MAX_SEARCH_INTERVAL_MILLIS = 5_000;

    /** Nobody waits for these documents, and a batch of a few events costs as much as one of a hundred. */
    private static final Duration EVENT_LOG_DELAY = Duration.ofSeconds(1);

    private final EventStore events;
    private final StoredEvents stored;
    private final MongoDatabase database;
    private final ShardingSetup sharding;
    private final Tokens tokens;
    private final InstanceRegistry instances;
    private final DocumentListener listener;
    private final ProjectionSettings settings;
    private final FoldTraces traces;
    private final StuckProjections stuck;
    private final StreamableMessageSource<TrackedEventMessage<?>> notifying;
    private final TaskScheduler scheduler;
    private final Map<Epoch, Run> running = new ConcurrentHashMap<>();

    /**
     * One processor.
     *
     * @param isBuilt whether it was started to fold the past
     * @param gate of the writes of documents
     * @param throttle of the events that are read
     * @param coordinator reads events
     * @param workers fold and write; the same threads while the epoch is built
     */
    private record Run(
            PooledStreamingEventProcessor processor,
            BatchWrites writes,
            boolean isBuilt,
            WriteGate gate,
            Throttle throttle,
            ScheduledExecutorService coordinator,
            ScheduledExecutorService workers) {

        void shutDownThreads() {
            coordinator.shutdown();
            workers.shutdown();
        }
    }

    /** @param notifying the same events as streams that call back when events arrive */
    ProcessorRunner(
            EventStore events,
            StoredEvents stored,
            StreamableMessageSource<TrackedEventMessage<?>> notifying,
            MongoDatabase database,
            ShardingSetup sharding,
            Tokens tokens,
            InstanceRegistry instances,
            DocumentListener listener,
            FoldTraces traces,
            StuckProjections stuck,
            ProjectionSettings settings,
            TaskScheduler scheduler) {
        this.events = events;
        this.stored = stored;
        this.database = database;
        this.sharding = sharding;
        this.tokens = tokens;
        this.instances = instances;
        this.listener = listener;
        this.traces = traces;
        this.stuck = stuck;
        this.settings = settings;
        this.notifying = notifying;
        this.scheduler = scheduler;
    }

    /** Folds exactly into the epochs of this state: starts missing ones and stops others. */
    <V> void run(Projection<V> projection, EpochState state) {
        Set<Epoch> epochs = state.folded();
        List<Epoch> stopping = new ArrayList<>();
        running.forEach((epoch, run) -> {
            // An epoch that has folded the past gets the threads of one that is served.
            boolean outdated = !epochs.contains(epoch) || run.isBuilt() != state.foldsPast(epoch);
            if (epoch.projection().equals(projection.name()) && outdated) {
                stopping.add(epoch);
            }
        });
        stop(stopping);
        for (Epoch epoch : epochs) {
            Run run = running.get(epoch);
            if (run == null) {
                start(projection, epoch, state);
            } else {
                run.throttle().limit(maxEventsPerSecond(state, epoch));
            }
        }
    }

    private static @Nullable Integer maxEventsPerSecond(EpochState state, Epoch epoch) {
        Rebuild rebuild = state.isBuilding(epoch) ? state.rebuild().orElse(null) : null;
        return rebuild == null ? null : rebuild.options().maxEventsPerSecond();
    }

    private <V> void start(Projection<V> projection, Epoch epoch, EpochState state) {
        sharding.shard(projection, epoch);
        WriteGate gate = new WriteGate();
        Documents<V> documents = new Documents<>(projection, database, epoch, gate);
        documents.prepare();
        Run run = build(projection, epoch, documents, gate, state);
        try {
            run.processor().start();
        } catch (RuntimeException e) {
            run.shutDownThreads();
            throw e;
        }
        running.put(epoch, run);
        LOG.info("{} started", epoch.group());
    }

    /** The gate of the writes of an epoch; null when it does not run in this process. */
    @Nullable
    WriteGate gate(Epoch epoch) {
        Run run = running.get(epoch);
        return run == null ? null : run.gate();
    }

    /** The status of the segments that this process has claimed. */
    Map<Integer, EventTrackerStatus> status(Epoch epoch) {
        Run run = running.get(epoch);
        return run == null ? new HashMap<>() : new HashMap<>(run.processor().processingStatus());
    }

    /** The same, without the segments that have read events whose documents are not written. */
    Map<Integer, EventTrackerStatus> writtenStatus(Epoch epoch) {
        Map<Integer, EventTrackerStatus> status = status(epoch);
        Run run = running.get(epoch);
        if (run != null) {
            status.keySet().removeIf(run.writes()::isBehind);
        }
        return status;
    }

    /**
     * Writes the documents of segments that have read up to a position. They would wait for further events, or for the next
     * extension of the claim, which may be as long as a small rebuild takes.
     */
    void writeDeferred(Epoch epoch, long position) {
        Run run = running.get(epoch);
        if (run == null) {
            return;
        }
        for (Tokens.SegmentPosition segment : Tokens.positions(status(epoch))) {
            if (segment.position() >= position && run.writes().isPending(segment.segment())) {
                run.workers().execute(() -> complete(epoch, run, segment.segment()));
            }
        }
    }

    private static void complete(Epoch epoch, Run run, int segment) {
        try {
            run.writes().complete(segment);
        } catch (RuntimeException e) {
            // The token is not stored either, and the events are read again.
            LOG.debug("{}: the documents of segment {} cannot be written", epoch.group(), segment, e);
        }
    }

    /** Stops all processors and releases their claims. */
    void stopAll() {
        stop(List.copyOf(running.keySet()));
    }

    private <V> Run build(
            Projection<V> projection, Epoch epoch, Documents<V> documents, WriteGate gate, EpochState state) {
        Throttle throttle = new Throttle();
        throttle.limit(maxEventsPerSecond(state, epoch));
        if (projection instanceof EventLog<V> log) {
            EventLogWriter<V> writer = new EventLogWriter<>(log, documents, stored);
            // One that is built must reach the head between two checks of the supervisor.
            Duration delay = state.isBuilding(epoch) ? settings.batchDelay() : EVENT_LOG_DELAY;
            BatchingEventSource source =
                    new BatchingEventSource(notifying, writer::handles, delay, delay, delay, scheduler, throttle);
            return build(projection, epoch, state, source, writer, writer, gate, throttle);
        }
        BatchFolder<V> folder = new BatchFolder<>(projection, epoch, documents, events, listener, traces, stuck);
        Projector<V> projector = new Projector<>(projection, folder, state.historyEnd(epoch), epoch, stuck);
        BatchingEventSource source = new BatchingEventSource(
                notifying,
                projector::handles,
                Duration.ZERO,
                settings.batchDelay(),
                settings.loadedBatchDelay(),
                scheduler,
                throttle);
        return build(projection, epoch, state, source, projector, folder, gate, throttle);
    }

    private Run build(
            Projection<?> projection,
            Epoch epoch,
            EpochState state,
            BatchingEventSource source,
            EventHandlerInvoker projector,
            BatchWrites folder,
            WriteGate gate,
            Throttle throttle) {
        long claimTimeout = settings.claimTimeout().toMillis();
        int segments = projection.isSegmented() ? settings.segments() : 1;
        boolean isBuilt = state.foldsPast(epoch);
        ScheduledExecutorService coordinator = new CoordinatorExecutor(named(epoch.group() + "-coordinator"));
        ScheduledExecutorService workers = Executors.newScheduledThreadPool(
                isBuilt ? settings.threadsOfRebuild() : settings.workerThreads(), named(epoch.group() + "-worker"));
        PooledStreamingEventProcessor processor = PooledStreamingEventProcessor.builder()
                .name(epoch.group())
                .eventHandlerInvoker(projector)
                .errorHandler(PropagatingErrorHandler.instance())
                .messageSource(source)
                .tokenStore(tokens.store(folder))
                .transactionManager(NoTransactionManager.instance())
                .coordinatorExecutor(coordinator)
                .workerExecutor(workers)
                .initialSegmentCount(segments)
                .initialToken(StreamableMessageSource::createTailToken)
                // Older epochs of any projection may have as many segments.
                .maxSegmentProvider(group -> instances.share(settings.segments()))
                .batchSize(Math.max(1, settings.batchSize() / EventBatch.MAX_EVENTS))
                .tokenClaimInterval(Math.min(MAX_SEARCH_INTERVAL_MILLIS, claimTimeout / SEARCHES_PER_CLAIM_TIMEOUT))
                .claimExtensionThreshold(claimTimeout / EXTENSIONS_PER_CLAIM_TIMEOUT)
                .enableCoordinatorClaimExtension()
                .build();
        return new Run(processor, folder, isBuilt, gate, throttle, coordinator, workers);
    }

    private void stop(List<Epoch> epochs) {
        List<Run> stopping = new ArrayList<>();
        for (Epoch epoch : epochs) {
            Run run = running.remove(epoch);
            if (run != null) {
                stopping.add(run);
                LOG.info("{} stops", epoch.group());
            }
        }
        try {
            CompletableFuture.allOf(stopping.stream()
                            .map(run -> run.processor().shutdownAsync())
                            .toArray(CompletableFuture[]::new))
                    .get(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("some claims were not released; other processes take them over after the claim timeout");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stopping.forEach(Run::shutDownThreads);
    }

    private static ThreadFactory named(String name) {
        CustomizableThreadFactory threads = new CustomizableThreadFactory(name + "-");
        threads.setDaemon(true);
        return threads;
    }
}
