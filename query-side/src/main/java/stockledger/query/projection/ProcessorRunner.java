package stockledger.query.projection;

import com.mongodb.client.MongoDatabase;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/** The processors of this process, one per epoch. Each has its own threads, so that a rebuild does not delay others. */
final class ProcessorRunner {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessorRunner.class);
    private static final int STOP_TIMEOUT_SECONDS = 5;

    /** How often claims are extended within the claim timeout. */
    private static final int EXTENSIONS_PER_CLAIM_TIMEOUT = 4;

    /** How often free segments are looked for within the claim timeout. */
    private static final int SEARCHES_PER_CLAIM_TIMEOUT = 2;

    private final EventStore events;
    private final MongoDatabase database;
    private final ShardingSetup sharding;
    private final Tokens tokens;
    private final InstanceRegistry instances;
    private final DocumentListener listener;
    private final ProjectionSettings settings;
    private final FoldTraces traces;
    private final BatchingEventSource source;
    private final Map<Epoch, Run> running = new ConcurrentHashMap<>();

    private record Run(
            PooledStreamingEventProcessor processor,
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
            StreamableMessageSource<TrackedEventMessage<?>> notifying,
            MongoDatabase database,
            ShardingSetup sharding,
            Tokens tokens,
            InstanceRegistry instances,
            DocumentListener listener,
            FoldTraces traces,
            ProjectionSettings settings,
            TaskScheduler scheduler) {
        this.events = events;
        this.database = database;
        this.sharding = sharding;
        this.tokens = tokens;
        this.instances = instances;
        this.listener = listener;
        this.traces = traces;
        this.settings = settings;
        this.source = new BatchingEventSource(
                notifying, settings.batchDelay(), settings.loadedBatchDelay(), scheduler);
    }

    /** Runs exactly these epochs of a projection: starts missing ones and stops others. */
    <V> void run(Projection<V> projection, Set<Epoch> epochs) {
        stop(running.keySet().stream()
                .filter(epoch -> epoch.projection().equals(projection.name()) && !epochs.contains(epoch))
                .toList());
        for (Epoch epoch : epochs) {
            if (!running.containsKey(epoch)) {
                start(projection, epoch);
            }
        }
    }

    private <V> void start(Projection<V> projection, Epoch epoch) {
        sharding.shard(projection, epoch);
        Documents<V> documents = new Documents<>(projection, database, epoch);
        documents.prepare();
        Run run = build(projection, epoch, documents);
        try {
            run.processor().start();
        } catch (RuntimeException e) {
            run.shutDownThreads();
            throw e;
        }
        running.put(epoch, run);
        LOG.info("{} started", epoch.group());
    }

    /** The status of the segments that this process has claimed. */
    Map<Integer, EventTrackerStatus> status(Epoch epoch) {
        Run run = running.get(epoch);
        return run == null ? Map.of() : new HashMap<>(run.processor().processingStatus());
    }

    void stopAll() {
        stop(List.copyOf(running.keySet()));
    }

    /** Stops all processors for good and releases their claims. */
    void close() {
        stopAll();
    }

    private <V> Run build(Projection<V> projection, Epoch epoch, Documents<V> documents) {
        BatchFolder<V> folder = new BatchFolder<>(projection, epoch, documents, events, listener, traces);
        long claimTimeout = settings.claimTimeout().toMillis();
        int segments = projection.isSegmented() ? settings.segments() : 1;
        ScheduledExecutorService coordinator = threads(epoch.group() + "-coordinator", 1);
        ScheduledExecutorService workers = threads(epoch.group() + "-worker", settings.workerThreads());
        PooledStreamingEventProcessor processor = PooledStreamingEventProcessor.builder()
                .name(epoch.group())
                .eventHandlerInvoker(new Projector<>(projection, folder))
                .errorHandler(PropagatingErrorHandler.instance())
                .messageSource(source)
                .tokenStore(tokens.store())
                .transactionManager(NoTransactionManager.instance())
                .coordinatorExecutor(coordinator)
                .workerExecutor(workers)
                .initialSegmentCount(segments)
                .initialToken(StreamableMessageSource::createTailToken)
                // Older epochs of any projection may have as many segments.
                .maxSegmentProvider(group -> instances.share(settings.segments()))
                .batchSize(settings.batchSize())
                .tokenClaimInterval(claimTimeout / SEARCHES_PER_CLAIM_TIMEOUT)
                .claimExtensionThreshold(claimTimeout / EXTENSIONS_PER_CLAIM_TIMEOUT)
                .enableCoordinatorClaimExtension()
                .build();
        return new Run(processor, coordinator, workers);
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

    private static ScheduledExecutorService threads(String name, int count) {
        CustomizableThreadFactory threads = new CustomizableThreadFactory(name + "-");
        threads.setDaemon(true);
        return Executors.newScheduledThreadPool(count, threads);
    }
}
